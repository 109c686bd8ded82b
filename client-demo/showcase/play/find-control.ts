/** Controls of a page by role and name, as people and screen readers know them. */

export type Role = 'button' | 'combobox' | 'link' | 'option' | 'region' | 'searchbox' | 'switch' | 'textbox';

export interface Wanted {
  readonly role: Role;
  readonly name: string;
  /** Whether the name is all of it, or begins it: a badge may stand behind. */
  readonly match?: 'exact' | 'begins';
}

/** Elements that have a role by themselves, and by saying so. */
const selectors: Readonly<Record<Role, string>> = {
  button: 'button:not([role]), [role=button]',
  combobox: 'select, [role=combobox]',
  link: 'a[href]',
  option: 'option, [role=option]',
  region: 'section[aria-label], [role=region]',
  searchbox: 'input[type=search], [role=searchbox]',
  switch: '[role=switch]',
  textbox: 'input:not([type]), input[type=text], textarea, [role=textbox]',
};

/** The first one that is shown; undefined where there is none. */
export function findControl(
  page: Document,
  { role, name, match = 'exact' }: Wanted,
): HTMLElement | undefined {
  return [...page.querySelectorAll<HTMLElement>(selectors[role])].find((element) => {
    const found = nameOf(element);
    return (match === 'exact' ? found === name : found.startsWith(name)) && isShown(element);
  });
}

/** What the element is called. */
export function nameOf(element: HTMLElement): string {
  const own = element.getAttribute('aria-label');
  if (own !== null && own !== '') return own;
  const page = element.ownerDocument;
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const labels = ids.flatMap((id) => page.getElementById(id) ?? []);
  const written = 'labels' in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
  const named = labels.length > 0 ? labels : written;
  return (named.length > 0 ? named : [element]).map(textOf).join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** The text that is read out: without what is hidden from it. */
function textOf(element: Element): string {
  let text = '';
  for (const node of element.childNodes) {
    if (node.nodeType === node.TEXT_NODE) text += node.textContent ?? '';
    else if (isElement(node) && node.getAttribute('aria-hidden') !== 'true')
      text += node.getAttribute('aria-label') ?? textOf(node);
  }
  return text;
}

/** Elements of a frame are of its own classes, so that `instanceof` does not know them. */
function isElement(node: Node): node is Element {
  return node.nodeType === node.ELEMENT_NODE;
}

function isShown(element: HTMLElement): boolean {
  const { disabled } = element as Partial<HTMLButtonElement>;
  if (disabled === true || element.getAttribute('aria-disabled') === 'true') return false;
  // Where there is no layout, as in a test, all is shown.
  return element.checkVisibility?.({ checkVisibilityCSS: true }) ?? true;
}
