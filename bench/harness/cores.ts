import { readFileSync } from "node:fs";

/**
 * The first cores of a list as Linux writes it, such as "0-3,8": what taskset wants to hear.
 *
 * @returns undefined where the list has no more than that anyway.
 */
export function firstCores(list: string, count: number): string | undefined {
  const cores = list.split(",").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
  return cores.length > count ? cores.slice(0, count).join(",") : undefined;
}

/**
 * A command that may use as many cores as given and no more, since not every library can be told how many threads to
 * start. Linux only; elsewhere the command as it is.
 */
export function onCores(count: number, command: string, args: readonly string[]): [string, string[]] {
  if (process.platform !== "linux") return [command, [...args]];
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"));
  const cores = allowed ? firstCores(allowed[1], count) : undefined;
  return cores === undefined ? [command, [...args]] : ["taskset", ["--cpu-list", cores, command, ...args]];
}
