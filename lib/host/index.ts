export * from "./host";
export * from "./htmlTable";
