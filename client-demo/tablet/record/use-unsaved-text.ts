/**
 * Whether something that was typed in a memo of the record could not be stored.
 *
 * The device stores typing by itself, and tries again when that fails; this asks how it went, some time after.
 */
import { useEffect, useState } from 'react';
import type * as Y from 'yjs';
import type { RecordHandle } from '../../../engine/index.ts';

/** Long enough for the device to gather typing into one change, as it does. */
const ASK_AFTER_MS = 500;

export interface UnsavedText {
  readonly isUnsaved: boolean;
  /** Stores it now. */
  readonly tryAgain: () => void;
}

export function useUnsavedText(record: RecordHandle, memos: readonly string[]): UnsavedText {
  const [isUnsaved, setIsUnsaved] = useState(false);
  const [watch] = useState(() => new TextWatch(record, setIsUnsaved));
  const names = memos.join(' ');
  useEffect(() => watch.follow(names === '' ? [] : names.split(' ')), [watch, names]);
  return { isUnsaved, tryAgain: () => watch.ask() };
}

class TextWatch {
  readonly #record: RecordHandle;
  readonly #tell: (isUnsaved: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(record: RecordHandle, tell: (isUnsaved: boolean) => void) {
    this.#record = record;
    this.#tell = tell;
  }

  /** Asks after each change that is made here. Returns what ends it. */
  follow(memos: readonly string[]): () => void {
    const ends = memos.map((name) => this.#followOne(name));
    return () => {
      for (const end of ends) end();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  ask(): void {
    this.#record.flush().then(
      () => this.#tell(false),
      () => {
        this.#tell(true);
        this.#askLater();
      },
    );
  }

  #followOne(name: string): () => void {
    const onChange = (_event: Y.YTextEvent, { local }: Y.Transaction): void => {
      if (local) this.#askLater();
    };
    let text = this.#record.text(name);
    text.observe(onChange);
    const end = this.#record.onRebuilt(name, () => {
      text = this.#record.text(name);
      text.observe(onChange);
    });
    return () => {
      end();
      text.unobserve(onChange);
    };
  }

  #askLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.ask();
    }, ASK_AFTER_MS);
  }
}
