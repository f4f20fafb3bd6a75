/** A named array of a safetensors file. */
export interface SafeTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | Int32Array;
}

/** Content of a safetensors file: arrays, and text beside them. */
export interface SafeTensors {
  readonly tensors: Readonly<Record<string, SafeTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Element types that are written and read, the largest first, which keeps every array aligned. */
const types = [
  { dtype: "F64", array: Float64Array },
  { dtype: "F32", array: Float32Array },
  { dtype: "I32", array: Int32Array },
] as const;

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Bytes of a safetensors file (huggingface.co/docs/safetensors), part by part: the length of the header in 8 bytes,
 * the header in JSON, then the numbers, little-endian, row-major. Python's `safetensors` and others read it.
 */
export function safetensorsChunks({ tensors, metadata }: SafeTensors): Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const { dtype, array } of types) {
    for (const [name, { shape, values }] of Object.entries(tensors)) {
      if (!(values instanceof array)) continue;
      const end = offset + values.byteLength;
      header[name] = { dtype, shape: [...shape], data_offsets: [offset, end] };
      chunks.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      offset = end;
    }
  }
  const json = Buffer.from(JSON.stringify(header));
  // Spaces up to a multiple of 8, as the format recommends, so that the numbers start aligned.
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, " ");
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return [length, padded, ...chunks];
}

/** Reads the bytes of a safetensors file. Throws an error in one sentence where they are none, or cut short. */
export function parseSafetensors(bytes: Uint8Array): SafeTensors {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.length < 8 ? Infinity : 8 + Number(buffer.readBigUInt64LE(0));
  if (!(start <= buffer.length)) throw new Error("it is cut short or no safetensors file");
  let header: Record<string, HeaderEntry | Record<string, string>>;
  try {
    header = JSON.parse(buffer.toString("utf8", 8, start)) as typeof header;
  } catch {
    throw new Error("its header is damaged");
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: Record<string, SafeTensor> = {};
  for (const [name, entry] of Object.entries(entries as Record<string, HeaderEntry>)) {
    const type = types.find(({ dtype }) => dtype === entry.dtype);
    if (!type) throw new Error(`"${name}" is of type ${entry.dtype}, which is not read here`);
    const [from, to] = entry.data_offsets;
    const size = entry.shape.reduce((product, side) => product * side, 1);
    if (start + to > buffer.length || to - from !== size * type.array.BYTES_PER_ELEMENT) {
      throw new Error(`"${name}" is cut short`);
    }
    // A copy: the file's bytes may start anywhere in memory, and typed arrays must be aligned.
    const copy = new Uint8Array(buffer.subarray(start + from, start + to)).buffer;
    tensors[name] = { shape: entry.shape, values: new type.array(copy) };
  }
  return { tensors, metadata: metadata as Record<string, string> };
}
