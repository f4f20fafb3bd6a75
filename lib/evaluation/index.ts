export * from "./cutoffSweep";
export * from "./metrics";
export * from "./popularityBuckets";
export * from "./ranks";
export * from "./scoreBlocks";
export * from "./scorer";
