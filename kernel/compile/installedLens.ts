import { join } from "node:path";
import { installLens } from "./lens";

/** The lens, in place from here on. Imported before tslab, whose converter has to find it there. */
export const lens = installLens([join(process.cwd(), "lib", "index.ts")]);
