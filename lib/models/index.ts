export * from "./entityEmbedding";
export * from "./initialisation";
export * from "./metaLearner";
export * from "./tower";
export * from "./towerOptions";
export * from "./twoTowerModel";
