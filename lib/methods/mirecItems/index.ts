export { averageShift } from "./averageShift";
export { mirecItems, type Teaching, type TrainedMirecItems } from "./mirecItems";
export { type MirecItemsOptions } from "./options";
export { teachingDistances, type Middle, type ShotDistance } from "./teachingDistances";
