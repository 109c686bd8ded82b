/**
 * Typing into what is on a page, through the page's own events, as a keyboard would.
 *
 * The browser is asked to insert text at the selection; it tells the page before and after, and whatever listens
 * (React, an editor) does what it does for a person.
 */

/** Puts the text in place of what is selected in the focused element of the page. */
export function insertText(element: HTMLElement, text: string): void {
  const page = element.ownerDocument;
  if (page.execCommand('insertText', false, text)) return;
  // Browsers that insert nothing into a field by command have the field's value changed, and told of.
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value')?.set;
  set?.call(element, text);
  element.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }));
}

/** Gives the element the focus, as a tap would. */
export function focusOn(element: HTMLElement): void {
  element.ownerDocument.defaultView?.focus();
  element.scrollIntoView?.({ block: 'nearest' });
  element.focus({ preventScroll: true });
}

/** Presses a key that writes nothing. */
export function pressKey(element: HTMLElement, key: string): void {
  for (const type of ['keydown', 'keyup'])
    element.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
}

/** Selects all that stands in a field or an editor. */
export function selectAll(element: HTMLElement): void {
  if ('select' in element && typeof element.select === 'function') element.select();
  else element.ownerDocument.getSelection()?.selectAllChildren(element);
}

/** Puts the caret into an editor, that many characters from its beginning; at its end where it has fewer. */
export function placeCaret(editor: HTMLElement, offset: number): void {
  const selection = editor.ownerDocument.getSelection();
  let left = offset;
  const lines = [...editor.querySelectorAll<HTMLElement>('.cm-line')];
  for (const line of lines) {
    for (const node of textsOf(line)) {
      if (left <= node.length) return void selection?.collapse(node, left);
      left -= node.length;
    }
    // The line's end.
    left -= 1;
  }
  const last = lines.at(-1) ?? editor;
  selection?.selectAllChildren(last);
  selection?.collapseToEnd();
}

/** The texts of a line; what an editor puts between them, such as the caret of somebody else, is not written text. */
function textsOf(line: HTMLElement): readonly Text[] {
  const walker = line.ownerDocument.createTreeWalker(line, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('[contenteditable=false]') == null
      ? NodeFilter.FILTER_ACCEPT
      : NodeFilter.FILTER_REJECT,
  );
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node as Text);
  return texts;
}
