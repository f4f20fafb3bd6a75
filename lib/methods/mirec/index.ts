export { type MapReport } from "./lastLayerMap";
export { mirec, mirecUsers, type BlendedTransfer, type TrainedMirec } from "./mirec";
export { type MirecOptions, type MirecUsersOptions } from "./options";
