export { type BlockReport, type StagedMapReport } from "./chainReport";
export { mirecStages, type StagedTransfer, type TrainedMirecStages } from "./mirecStages";
export { type MirecStagesOptions } from "./options";
