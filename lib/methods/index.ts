export * from "./twoTower";
