export * from "./metricByHeadShare";
export * from "./groupCard";
export * from "./metrics";
export * from "./metricsTable";
export * from "./popularityBuckets";
export * from "./ranks";
export * from "./scoreBlocks";
export * from "./scorer";
