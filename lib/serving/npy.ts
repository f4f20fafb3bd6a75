import fs from "node:fs/promises";
import { dump, load } from "npyjs";

/** Contents of a .npy file (NumPy's format, version 1.0): C order, little-endian. */
export function npyBytes(values: Float32Array | Int32Array, shape: readonly number[]): Uint8Array {
  return new Uint8Array(dump(values, [...shape]));
}

/** A float32 array read from a .npy file. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Reads a .npy file of float32 in C order.
 *
 * @throws when the file is of another type or order, or shorter than its shape says, naming it.
 */
export async function readNpy(file: string): Promise<NpyArray> {
  const { data, shape, dtype, fortranOrder } = await load(await fs.readFile(file));
  if (!(data instanceof Float32Array) || fortranOrder) {
    const order = fortranOrder ? "Fortran" : "C";
    throw new Error(`"${file}" holds ${dtype} in ${order} order; save it with numpy as float32 in C order.`);
  }
  const size = shape.reduce((product, side) => product * side, 1);
  if (data.length !== size) {
    throw new Error(`"${file}" holds ${data.length} numbers, not the ${size} of its shape; export it again.`);
  }
  return { shape, values: data };
}
