export * from "./breathe";
export * from "./fit";
export * from "./history";
export * from "./historyCurves";
export * from "./method";
export * from "./progress";
export * from "./showProgress";
export * from "./trainEpochs";
