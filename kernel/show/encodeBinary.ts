import type { MimeBundle } from "../../lib/host/host";

/** A bundle as Jupyter wants it: bytes (a PNG, say) as base64 text, everything else as it is. */
export function encodeBinary(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      value instanceof Uint8Array && !type.endsWith("json") ? Buffer.from(value).toString("base64") : value,
    ]),
  );
}
