export { schemaSentences, type Naming } from "../data/schemaSentences";
