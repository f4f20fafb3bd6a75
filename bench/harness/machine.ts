import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { threads } from "./side";

/** Where and with what was measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly threads: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly date: string;
  /** Processes that wanted a core in the last minute before the start. */
  readonly loadAtStart: number;
  /** Whether nothing else was running then: without it neither times nor ratios are to be trusted. */
  readonly quiet: boolean;
  /** Node, TensorFlow, PyTorch and so on, as the sides told them. */
  readonly versions: Readonly<Record<string, string>>;
}

/** A load above which the machine is busy with something else. */
const quietLoad = 0.5;

export function describeMachine(): Machine {
  const loadAtStart = Number(loadavg()[0].toFixed(2));
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    threads,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()} ${process.arch}`,
    date: new Date().toISOString(),
    loadAtStart,
    quiet: loadAtStart <= quietLoad,
    versions: { node: process.versions.node },
  };
}

/** A warning where the machine was busy at the start, else nothing. */
export function loadWarning({ loadAtStart, quiet }: Machine): string | undefined {
  if (quiet) return undefined;
  return `Warning: the load average is ${loadAtStart}, above ${quietLoad}: something else is running, and neither times nor ratios are to be trusted (PyTorch suffers the more: its threads wait for each other).`;
}
