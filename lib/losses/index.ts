export * from "./classBalance";
export * from "./correction";
export * from "./popularity";
export * from "./softmax";
