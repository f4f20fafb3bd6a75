export { melu } from "./melu";
export { type MeluOptions } from "./options";
