export { baseLearnerOptions, type BaseLearnerOptions } from "./baseLearnerOptions";
export * from "./adjustPosthoc";
export * from "./blend";
export * from "./blendByGroup";
export * from "./classBalance";
export * from "./ease";
export * from "./epochBatches";
export * from "./logq";
export * from "./longerTwoTower";
export * from "./melu";
export * from "./methodTable";
export * from "./mirec";
export * from "./mirecItems";
export * from "./mirecStages";
export * from "./mostPopular";
export * from "./posthocAdjustment";
export * from "./predictionLoss";
export * from "./sampleBatch";
export {
  methodNamed,
  registered,
  type MethodKind,
  type MethodName,
  type MethodOfName,
  type OptionsOfMethod,
} from "./registry";
export * from "./resampling";
export * from "./shuffledBatches";
export * from "./stagedTraining";
export * from "./trainBaseLearner";
export * from "./twoTower";
export * from "./twoTowerBlend";
export * from "./wideTwoTower";
