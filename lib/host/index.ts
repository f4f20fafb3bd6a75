export * from "./host";
export * from "./htmlTable";
export * from "./numbers";
