export * from "./featureTable";
export * from "./metaLearner";
export * from "./tower";
export * from "./towerOptions";
export * from "./twoTowerModel";
