export * from "./searchSpace";
export { tune } from "./tune";
export * from "./tuningRequest";
export { type TriedSetting, type TuningResult } from "./tuningResult";
