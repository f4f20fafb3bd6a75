export * from "./featureTable";
export * from "./tower";
export * from "./towerOptions";
export * from "./twoTowerModel";
