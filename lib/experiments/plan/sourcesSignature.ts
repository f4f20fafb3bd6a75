import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** What changes when a file of lib/ does: names, sizes and times of all of its sources. A few milliseconds. */
export function sourcesSignature(): string {
  const library = path.resolve(__dirname, "../..");
  return readdirSync(library, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => {
      const stats = statSync(path.join(library, file), { throwIfNoEntry: false });
      return `${file} ${stats?.size} ${stats?.mtimeMs}`;
    })
    .join("\n");
}
