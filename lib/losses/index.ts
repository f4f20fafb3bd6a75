export * from "./softmax";
