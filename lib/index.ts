export * from "./data";
export * from "./splitting";
export * from "./host";
