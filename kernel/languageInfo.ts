import { version as typescriptVersion } from "@tslab/typescript-for-tslab/package.json";
import { version } from "../package.json";
import type { Content } from "./wire/message";

/** The answer to kernel_info_request: what the kernel is and how its language is highlighted and saved. */
export const kernelInfo: Content = {
  status: "ok",
  protocol_version: "5.3",
  implementation: "longtail",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version: typescriptVersion,
    mimetype: "application/typescript", // the one that JupyterLab's editor knows
    file_extension: ".ts",
    codemirror_mode: "typescript",
    pygments_lexer: "typescript",
    nbconvert_exporter: "script",
  },
  banner: `Longtail Workbook: TypeScript ${typescriptVersion} on Node ${process.version}`,
  help_links: [],
};
