/** What a workload is: a name, what it measures, and a way to measure it a number of times. */
import type { Figure } from './report.ts';

export interface WorkloadOptions {
  /** How often what is measured is run; each run gives one value of each figure. */
  readonly runs: number;
  /** Shorter runs: figures get less steady. */
  readonly isQuick: boolean;
  /** Says what goes on. */
  note(text: string): void;
}

export interface Workload {
  readonly name: string;
  /** One sentence: what its figures mean. */
  readonly measures: string;
  measure(options: WorkloadOptions): Promise<readonly Figure[]>;
}

/** Values by figure, collected run by run. */
export class Collector {
  readonly #figures = new Map<string, { readonly unit: string; readonly values: number[] }>();

  add(name: string, unit: string, value: number): void {
    const known = this.#figures.get(name);
    if (known === undefined) this.#figures.set(name, { unit, values: [value] });
    else known.values.push(value);
  }

  get figures(): readonly Figure[] {
    return [...this.#figures].map(([name, { unit, values }]) => ({ name, unit, values }));
  }
}
