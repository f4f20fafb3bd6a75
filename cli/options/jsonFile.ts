import { readFile } from "node:fs/promises";
import { UsageError } from "../exitCodes";

/**
 * The JSON of a file that a command is given.
 *
 * @param what the file holds, such as "plan", for errors.
 * @param check makes a value of what was read, and throws what is wrong with it.
 */
export async function readJsonFile<Value>(
  file: string,
  what: string,
  check: (value: unknown) => Value,
): Promise<Value> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`The ${what} ${file} cannot be read (${(error as Error).message}).`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`The ${what} ${file} is no JSON (${(error as Error).message}).`);
  }
  try {
    return check(value);
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}
