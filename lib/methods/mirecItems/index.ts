export { mirecItems, type TrainedMirecItems } from "./mirecItems";
export { type MirecItemsOptions } from "./options";
