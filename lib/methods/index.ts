export { type BaseLearnerOptions } from "./baseLearnerOptions";
export * from "./blend";
export * from "./classBalance";
export * from "./logq";
export * from "./mirec";
export * from "./resampling";
export * from "./stagedTraining";
export * from "./trainBaseLearner";
export * from "./twoTower";
