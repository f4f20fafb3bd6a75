import { readFileSync } from "node:fs";

/** Jupyter's connection file: where the five sockets listen and the key that signs every message. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
  readonly key: string;
}

/** Reads the connection file that Jupyter wrote. Throws where the file is missing or is not JSON. */
export function readConnection(path: string): Connection {
  return JSON.parse(readFileSync(path, "utf8")) as Connection;
}

/** The address of one socket, for a port of the connection (for ipc the port is a suffix of the path). */
export function address(connection: Connection, port: number): string {
  const separator = connection.transport === "ipc" ? "-" : ":";
  return `${connection.transport}://${connection.ip}${separator}${port}`;
}
