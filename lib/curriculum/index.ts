export * from "./cappedRows";
export * from "./fewShotDraw";
export * from "./headAndTail";
export * from "./resampling";
export * from "./stage";
export * from "./stagedCurricula";
