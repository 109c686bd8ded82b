/**
 * The editor of a memo: CodeMirror on the record's live text. A chunk of its own, loaded when a form has a memo.
 *
 * Invariants: what stands in the editor is the text, character by character, also where that holds line ends of
 * other systems; typing past the longest length is refused whole, so that a paste is never cut; what others
 * type always comes in. A text that was built again is bound anew, with the caret where it was.
 */
import { standardKeymap } from '@codemirror/commands';
import { EditorState, type Transaction } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { yCollab, ySyncAnnotation, yUndoManagerKeymap } from 'y-codemirror.next';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { memoTheme } from './memo-theme.ts';
import { remoteCarets } from './remote-carets.ts';

/** What an editor is made of. */
export interface MemoEditorOptions {
  readonly parent: HTMLElement;
  /** The text, another one after it was built again; and who else is in it. */
  readonly source: { readonly text: () => Y.Text; readonly presence: () => Awareness };
  /** Attributes of the element that people type in. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly placeholder: string;
  /** In UTF-16 units, as the attribute counts. */
  readonly maxLength: number;
  /** Called where something is refused for its length, with the length that it would have had. */
  readonly onTooLong: (length: number) => void;
  /** Called after each change that was made here. */
  readonly onTyped: () => void;
}

/** An editor on screen. */
export class MemoEditor {
  readonly #options: MemoEditorOptions;
  readonly #view: EditorView;
  #undo: Y.UndoManager;
  #describedBy = '';

  constructor(options: MemoEditorOptions) {
    this.#options = options;
    this.#undo = new Y.UndoManager(options.source.text());
    this.#view = new EditorView({ parent: options.parent, state: this.#stateWith(0) });
  }

  /** Goes on with the text that stands in place of the one that was built again; undo begins anew. */
  bind(): void {
    const text = this.#options.source.text();
    const caret = Math.min(this.#view.state.selection.main.head, text.length);
    const old = this.#undo;
    this.#undo = new Y.UndoManager(text);
    this.#view.setState(this.#stateWith(caret));
    old.destroy();
  }

  /** @param ids of the elements that say more about the field, such as what is the matter with it */
  describe(ids: string): void {
    this.#describedBy = ids;
    this.#view.dispatch({});
  }

  destroy(): void {
    this.#view.destroy();
    this.#undo.destroy();
  }

  #stateWith(caret: number): EditorState {
    const { attributes, placeholder: hint, source, maxLength, onTooLong, onTyped } = this.#options;
    const text = source.text();
    return EditorState.create({
      doc: text.toString(),
      selection: { anchor: caret },
      extensions: [
        // Any other line end is a character of the text like others, or places in it would not agree.
        EditorState.lineSeparator.of('\n'),
        EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n?/g, '\n')),
        EditorState.transactionFilter.of((transaction) => {
          if (!isTooLong(transaction, maxLength)) return transaction;
          onTooLong(transaction.newDoc.length);
          return [];
        }),
        EditorView.updateListener.of(({ transactions }) => {
          if (transactions.some((one) => one.docChanged && !isFromElsewhere(one))) onTyped();
        }),
        keymap.of([...yUndoManagerKeymap, ...standardKeymap]),
        yCollab(text, null, { undoManager: this.#undo }),
        remoteCarets(text, source.presence()),
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of(() => ({
          ...{ spellcheck: 'true', autocapitalize: 'sentences', dir: 'auto', ...attributes },
          ...(this.#describedBy !== '' && { 'aria-describedby': this.#describedBy }),
        })),
        placeholder(hint),
        memoTheme,
      ],
    });
  }
}

/** A text that is too long already may become shorter in steps. */
function isTooLong(transaction: Transaction, maxLength: number): boolean {
  if (!transaction.docChanged || isFromElsewhere(transaction)) return false;
  const { length } = transaction.newDoc;
  return length > maxLength && length > transaction.startState.doc.length;
}

/** Whether the text has it already: what others typed, and what undo brings back. */
function isFromElsewhere(transaction: Transaction): boolean {
  return transaction.annotation(ySyncAnnotation) !== undefined;
}
