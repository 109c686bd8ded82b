/**
 * The texts that are open in editors.
 *
 * Invariant: a text has one document, however many records show it; the last one that lets go closes it.
 */
import type * as Y from 'yjs';
import { openDoc } from '../record/index.ts';
import type { LiveText } from './live-text.ts';
import { openView } from './part-doc.ts';
import type { Step } from './step.ts';
import { splitPartKey } from './storage-keys.ts';
import { guarded, type ReportError } from './tell-listeners.ts';

export class OpenTexts {
  readonly #texts = new Map<string, LiveText>();
  readonly #holders = new Map<LiveText, number>();
  readonly #report: ReportError;

  constructor(report: ReportError) {
    this.#report = report;
  }

  /** By part key. */
  get byPlace(): ReadonlyMap<string, LiveText> {
    return this.#texts;
  }

  get hasUnsaved(): boolean {
    return [...this.#texts.values()].some((live) => live.hasUnsaved);
  }

  /** An open text, held by one more; undefined when it is not open. */
  retain(place: string): LiveText | undefined {
    const live = this.#texts.get(place);
    if (live !== undefined) this.#holders.set(live, (this.#holders.get(live) ?? 0) + 1);
    return live;
  }

  hold(live: LiveText): void {
    this.#texts.set(live.place, live);
    this.#holders.set(live, 1);
  }

  /** Lets go of an open text; the last one closes it. */
  release(live: LiveText): void {
    const holders = (this.#holders.get(live) ?? 0) - 1;
    this.#holders.set(live, holders);
    if (holders > 0) return;
    this.#holders.delete(live);
    if (this.#texts.get(live.place) === live) this.#texts.delete(live.place);
    live.destroy();
  }

  /** Builds the documents anew that can't be changed in place. */
  async build(step: Step): Promise<ReadonlyMap<string, Y.Doc>> {
    const built = new Map<string, Y.Doc>();
    for (const { place, update } of step.documents) {
      if (update !== null || built.has(place) || !this.#texts.has(place)) continue;
      const { key, part } = splitPartKey(place);
      built.set(place, (await openView(step, key, part)).doc);
    }
    return built;
  }

  /** Shows what a step that is stored did to them, with the documents that it built. */
  show(step: Step, built: ReadonlyMap<string, Y.Doc>): void {
    for (const [place, doc] of built) {
      guarded(() => this.#texts.get(place)?.rebuild(doc, step.clientId), this.#report);
    }
    for (const { place, update } of step.documents) {
      if (update === null || built.has(place)) continue;
      guarded(() => this.#texts.get(place)?.apply(update), this.#report);
    }
  }

  /** Shows nothing any more of what was stored. */
  clear(): void {
    for (const [place, live] of this.#texts) {
      guarded(() => live.rebuild(openDoc({ guid: place, gc: false }), live.clientId), this.#report);
    }
  }
}
