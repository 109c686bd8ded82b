/** The stage of a story: prints its steps, checks them, and counts what failed. */
export class Stage {
  readonly #print: (line: string) => void;
  steps = 0;
  failed = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Begins a scene. */
  scene(title: string): void {
    this.#print(`\n${title}`);
  }

  /** Something to know that nothing depends on. */
  note(line: string): void {
    this.#print(`    ${line}`);
  }

  /** A step that holds or fails; the story goes on, and ends with exit code 1. */
  check(what: string, holds: boolean, seen?: unknown): void {
    this.steps += 1;
    if (!holds) this.failed += 1;
    this.#print(`  ${holds ? '✓' : '✗'} ${what}`);
    if (!holds && seen !== undefined) this.#print(`    seen: ${JSON.stringify(seen)?.slice(0, 2_000)}`);
  }
}
