export { checkStudy } from "./checkStudy";
export { runStudy, type RunStudyOptions } from "./runStudy";
export * from "./study";
export type { MeasuredStudy } from "./studyOutcome";
export * from "./studyReport";
