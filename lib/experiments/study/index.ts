export { checkStudy } from "./checkStudy";
export { readStudyReport } from "./readStudyReport";
export { notAskedFor, runStudy, type RunStudyOptions } from "./runStudy";
export * from "./study";
export type { MeasuredStudy } from "./studyOutcome";
export type { StudyContrast } from "./studyContrasts";
export * from "./studyReport";
export { transferText } from "./transferText";
export { differenceFrom, isAt, withEarlier } from "./withEarlier";
