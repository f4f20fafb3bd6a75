import { diagnose } from "../doctor/diagnose.mjs";
import { table } from "../doctor/table.mjs";

/**
 * What is there and what is not. Installs nothing, and works before set-up.
 *
 * @param {import("../layout.mjs").Layout} place
 * @returns {Promise<number>} 1 when something needed is missing
 */
export async function doctor(place) {
  const rows = await diagnose(place);
  process.stdout.write(`${table(rows)}\n`);
  const missing = rows.filter((row) => row.state === "missing");
  process.stdout.write(
    missing.length === 0
      ? "\nEverything that is needed is there.\n"
      : `\nMissing: ${missing.map((row) => row.name).join(", ")}.\n`,
  );
  return missing.length === 0 ? 0 : 1;
}
