export { type MapReport } from "./lastLayerMap";
export { mirec, type BlendedTransfer, type TrainedMirec } from "./mirec";
export { type MirecOptions } from "./options";
