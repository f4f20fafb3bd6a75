export * from "./comparisonTable";
export * from "./headForTailTable";
export * from "./resultTable";
export * from "./tableParts";
