export * from "./exportVectors";
export * from "./loadVectors";
export * from "./recommend";
export * from "./saveModel";
export * from "./topItems";
