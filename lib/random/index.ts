export * from "./shuffle";
export * from "./stream";
