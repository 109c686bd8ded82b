/**
 * What a person does on one of the tablets: finds its controls by what they are called, and uses them.
 *
 * Invariant: everything is done through what is on the tablet's screen. The handle of the tablet is only read, to know
 * when something has happened.
 */
import { asId, type Device, type RecordId, type ViewRow } from '../../../engine/index.ts';
import type { TabletHandle } from '../../tablet/handle.ts';
import type { Words } from '../../words/index.ts';
import type { Side, StageRecord } from '../setup.ts';
import { findControl, type Wanted } from './find-control.ts';
import type { Tempo } from './tempo.ts';
import { focusOn, insertText, placeCaret, pressKey, selectAll } from './type-text.ts';

/** Where on the tablet's screen something is about to be done. */
export interface Point {
  readonly side: Side;
  readonly rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface HandsOptions {
  readonly side: Side;
  /** The tablet's window; undefined while its frame is not there. */
  readonly window: () => (Window & { readonly tablet?: TabletHandle }) | undefined;
  readonly tempo: Tempo;
  readonly words: Words;
  /** Told of each place before something is done there, and that it is done. */
  readonly onPoint: (point: Point | undefined) => void;
}

export class TabletHands {
  readonly side: Side;
  readonly #options: HandsOptions;

  constructor(options: HandsOptions) {
    this.side = options.side;
    this.#options = options;
  }

  get tempo(): Tempo {
    return this.#options.tempo;
  }

  get words(): Words {
    return this.#options.words;
  }

  /** As it is said in a sentence. */
  get called(): string {
    return this.words.showcase.play.sides[this.side];
  }

  get handle(): TabletHandle | undefined {
    return this.#options.window()?.tablet;
  }

  get device(): Device | undefined {
    return this.handle?.device;
  }

  row({ entity, id }: StageRecord): ViewRow | undefined {
    return this.device?.get(entity, asId<RecordId>(id));
  }

  /** The control, once it is on the screen. */
  control(wanted: Wanted): Promise<HTMLElement> {
    const { awaited } = this.words.showcase.play;
    return this.tempo.until(() => this.find(wanted), awaited.control(wanted.name, this.called));
  }

  /** The control, where it is on the screen now. */
  find(wanted: Wanted): HTMLElement | undefined {
    const page = this.#options.window()?.document;
    return page === undefined ? undefined : findControl(page, wanted);
  }

  /** The element that the selector names, where it is on the screen now. */
  element(selector: string): HTMLElement | undefined {
    return this.#options.window()?.document.querySelector<HTMLElement>(selector) ?? undefined;
  }

  async press(wanted: Wanted): Promise<void> {
    await this.tap(await this.control(wanted));
  }

  async tap(element: HTMLElement): Promise<void> {
    await this.#reach(element);
    element.click();
    this.#options.onPoint(undefined);
  }

  /** Types in place of what stands in the field, and leaves it by Enter. */
  async fill(label: string, text: string): Promise<void> {
    const field = await this.control({ role: 'textbox', name: label });
    await this.#reach(field);
    selectAll(field);
    await this.#letters(text, (letters, isFirst) => {
      if (!isFirst) focusOn(field);
      insertText(field, letters);
    });
    pressKey(field, 'Enter');
    this.#options.onPoint(undefined);
  }

  /** Types into the search field. */
  async search(text: string): Promise<void> {
    const field = await this.tempo.until(
      () => this.element('input[type=search], [role=searchbox]'),
      this.words.showcase.play.awaited.control(this.words.shell.header.search, this.called),
    );
    await this.#reach(field);
    selectAll(field);
    insertText(field, text);
  }

  /** Types into an editor. @param offset where, in characters from its beginning; its end where absent */
  async write(label: string, text: string, offset = Number.POSITIVE_INFINITY): Promise<void> {
    const editor = await this.control({ role: 'textbox', name: label });
    await this.#reach(editor);
    let at = offset;
    await this.#letters(text, (letters) => {
      focusOn(editor);
      placeCaret(editor, at);
      insertText(editor, letters);
      at += letters.length;
    });
  }

  /** Types in place of all that stands in an editor. */
  async rewrite(label: string, text: string): Promise<void> {
    const editor = await this.control({ role: 'textbox', name: label });
    await this.#reach(editor);
    selectAll(editor);
    insertText(editor, text);
  }

  async #reach(element: HTMLElement): Promise<void> {
    element.scrollIntoView?.({ block: 'nearest' });
    const { x, y, width, height } = element.getBoundingClientRect();
    this.#options.onPoint({ side: this.side, rect: { x, y, width, height } });
    await this.tempo.beat(0.3);
    focusOn(element);
  }

  /** Letter by letter, or, where no time is between them, at once. */
  async #letters(text: string, put: (letters: string, isFirst: boolean) => void): Promise<void> {
    const pieces = this.tempo.pace.keyMs > 0 ? [...text] : [text];
    for (const [place, piece] of pieces.entries()) {
      put(piece, place === 0);
      await this.tempo.key();
    }
  }
}
