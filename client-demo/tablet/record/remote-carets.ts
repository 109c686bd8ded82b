/**
 * Where others are in a text: a caret with their name for a moment, then a thin caret; and saying where one is
 * oneself.
 *
 * Invariant: a name shows when somebody came or moved, not when the text around them did. Who somebody is and
 * that they are gone comes from the awareness alone.
 */
import { type Extension, type Range, RangeSet, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import { tokens } from '@fluentui/react-components';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** How long a name shows beside its caret. */
const NAME_MS = 2_000;

/** The clients that an awareness tells of. */
interface AwarenessChange {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** Somebody else, as the awareness has them. */
interface Other {
  readonly client: number;
  readonly name: string;
  readonly color: string;
  readonly anchor: number;
  readonly head: number;
  /** Another one whenever they came or moved. */
  readonly place: string;
  /** Whether the name stands below, since there is no room above the first line. */
  readonly isFirstLine: boolean;
}

/** Shows the others of the awareness in the text, and tells them where this editor's caret is. */
export function remoteCarets(text: Y.Text, awareness: Awareness): Extension {
  const plugin = ViewPlugin.define((view) => new RemoteCarets(view, text, awareness), {
    decorations: (carets) => carets.decorations,
  });
  return [plugin, caretTheme];
}

class RemoteCarets implements PluginValue {
  readonly #text: Y.Text;
  readonly #awareness: Awareness;
  readonly #onChange: (change: AwarenessChange) => void;
  #decorations: DecorationSet;
  #lines: Text;

  constructor(view: EditorView, text: Y.Text, awareness: Awareness) {
    this.#text = text;
    this.#awareness = awareness;
    this.#lines = view.state.doc;
    this.#decorations = this.#draw();
    this.#onChange = ({ added, updated, removed }) => {
      // What is said from here is said while the view updates, and changes nothing that it shows.
      if ([...added, ...updated, ...removed].every((client) => client === awareness.clientID)) return;
      this.#decorations = this.#draw();
      view.dispatch({});
    };
    awareness.on('change', this.#onChange);
  }

  get decorations(): DecorationSet {
    return this.#decorations;
  }

  update({ view, docChanged, selectionSet, focusChanged }: ViewUpdate): void {
    this.#lines = view.state.doc;
    if (docChanged) this.#decorations = this.#draw();
    if (docChanged || selectionSet || focusChanged) this.#say(view);
  }

  destroy(): void {
    this.#awareness.off('change', this.#onChange);
    this.#awareness.setLocalStateField('cursor', null);
  }

  #say(view: EditorView): void {
    const { anchor, head } = view.state.selection.main;
    const at = (index: number) => Y.createRelativePositionFromTypeIndex(this.#text, index);
    const cursor = view.hasFocus ? { anchor: at(anchor), head: at(head) } : null;
    // Told apart by what they say: a position is another object each time.
    if (JSON.stringify(cursor) === JSON.stringify(this.#awareness.getLocalState()?.cursor ?? null)) return;
    this.#awareness.setLocalStateField('cursor', cursor);
  }

  #draw(): DecorationSet {
    const ranges = this.#others().flatMap(({ anchor, head, ...other }): Range<Decoration>[] => {
      const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
      const caret = Decoration.widget({ widget: new Caret(other), side: head > anchor ? -1 : 1 }).range(head);
      if (from === to) return [caret];
      const style = `background-color: ${other.color}33`;
      return [Decoration.mark({ class: 'cm-other-selection', attributes: { style } }).range(from, to), caret];
    });
    return RangeSet.of(ranges, true);
  }

  #others(): readonly Other[] {
    const { doc } = this.#text;
    if (doc === null) return [];
    return [...this.#awareness.getStates()].flatMap(([client, state]): Other[] => {
      if (client === this.#awareness.clientID || !state.cursor) return [];
      const indexOf = (position: Y.RelativePosition): number | undefined =>
        Y.createAbsolutePositionFromRelativePosition(position, doc)?.index;
      const [anchor, head] = [indexOf(state.cursor.anchor), indexOf(state.cursor.head)];
      if (anchor === undefined || head === undefined) return [];
      const { name = '', color = 'currentColor' } = state.user ?? {};
      const isFirstLine = head <= this.#lines.line(1).to;
      return [{ client, name, color, anchor, head, isFirstLine, place: JSON.stringify(state.cursor) }];
    });
  }
}

class Caret extends WidgetType {
  readonly #of: Omit<Other, 'anchor' | 'head'>;

  constructor(of: Omit<Other, 'anchor' | 'head'>) {
    super();
    this.#of = of;
  }

  /** An equal caret stays as it is on screen, and its name does not show again. */
  override eq(other: Caret): boolean {
    const { client, place, isFirstLine } = this.#of;
    return other.#of.client === client && other.#of.place === place && other.#of.isFirstLine === isFirstLine;
  }

  override toDOM(view: EditorView): HTMLElement {
    const { ownerDocument } = view.dom;
    const caret = ownerDocument.createElement('span');
    caret.className = 'cm-other-caret';
    caret.style.borderColor = this.#of.color;
    caret.setAttribute('aria-hidden', 'true');
    const name = ownerDocument.createElement('span');
    name.className = this.#of.isFirstLine ? 'cm-other-name cm-other-name-below' : 'cm-other-name';
    name.textContent = this.#of.name;
    name.style.backgroundColor = this.#of.color;
    caret.append(name);
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const caretTheme = EditorView.baseTheme({
  '.cm-other-caret': {
    position: 'relative',
    borderInlineStart: '2px solid',
    marginInline: '-1px',
    pointerEvents: 'none',
  },
  '.cm-other-name': {
    position: 'absolute',
    insetInlineStart: '-2px',
    bottom: '100%',
    zIndex: 1,
    paddingInline: tokens.spacingHorizontalXS,
    borderRadius: tokens.borderRadiusSmall,
    color: tokens.colorNeutralForegroundStaticInverted,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
    animation: `cm-other-name ${NAME_MS}ms forwards`,
  },
  '.cm-other-name-below': { bottom: 'auto', top: '100%' },
  // Gone at the end, and not little by little where people want nothing to move.
  '@keyframes cm-other-name': { '0%, 90%': { opacity: 1 }, '100%': { opacity: 0, visibility: 'hidden' } },
  '@media (prefers-reduced-motion: reduce)': { '.cm-other-name': { animationTimingFunction: 'step-end' } },
});
