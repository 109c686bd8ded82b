/** The stage of a story: tells it, checks it, and counts what failed. */
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

  /** What someone does: told, and no check. */
  tell(what: string): void {
    this.#print(`  · ${what}`);
  }

  /** Something to look at, line by line. */
  show(lines: string): void {
    for (const line of lines.split('\n')) this.#print(`    ${line}`);
  }

  /** A step that holds or fails; the story goes on, and ends with exit code 1. */
  check(what: string, holds: boolean, seen?: unknown): void {
    this.steps += 1;
    if (!holds) this.failed += 1;
    this.#print(`  ${holds ? '✓' : '✗'} ${what}`);
    if (!holds && seen !== undefined) this.#print(`    seen: ${JSON.stringify(seen)?.slice(0, 2_000)}`);
  }
}
