/** What was measured, with its spread, as a table for people and as one line for programs. */
import { cpus, loadavg, totalmem } from 'node:os';

/** One figure of a workload: a value for each run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

export function spreadOf({ unit, values }: Figure): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)];
  return { median: rounded((low + high) / 2), min: rounded(min), max: rounded(max), unit };
}

/** The value below which the given part of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The machine in one line, with how busy it was beside the benchmark. */
export function machineOf(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} × ${first?.model.trim()}, ${memory} GiB, Node ${process.versions.node}, load ${load} at start`;
}

export function figureLine(figure: Figure): string {
  const { median, min, max, unit } = spreadOf(figure);
  const column = (value: number) => value.toLocaleString('en-US').padStart(12);
  return `${figure.name.padEnd(34)}${column(median)}${column(min)}${column(max)}  ${unit}`;
}

export const HEADING = `${''.padEnd(34)}${'median'.padStart(12)}${'min'.padStart(12)}${'max'.padStart(12)}`;

export function jsonLine(machine: string, figures: readonly Figure[]): string {
  const workloads = Object.fromEntries(figures.map((figure) => [figure.name, spreadOf(figure)]));
  return JSON.stringify({ machine, workloads });
}

/** Three figures, and no more than they are worth. */
function rounded(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(3));
}
