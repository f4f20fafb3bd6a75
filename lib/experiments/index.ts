export { claim, isClaimed, waitForClaim, type Claim } from "./claim";
export * from "./datasetSpecification";
export * from "./experimentOptions";
export * from "./runExperiment";
export * from "./runRecord";
export * from "./runSpecification";
export * from "./splitSpecification";
