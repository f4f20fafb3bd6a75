import path from "node:path";

/** The root of this checkout, found from this file, so that it does not matter where a program was started. */
export const checkoutRoot = path.resolve(__dirname, "../..");

/** The folder that holds the catalogue and what was unpacked: data/ of the checkout. */
export const dataFolder = path.join(checkoutRoot, "data");
