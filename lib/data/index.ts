export * from "./features";
export * from "./interactions";
export * from "./provenance";
