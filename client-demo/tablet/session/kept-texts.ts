/**
 * Small things that a page remembers between visits: who was chosen, which theme, how the network switch stood.
 *
 * Invariant: nothing of it is needed. Where the browser keeps nothing for pages, it lasts as long as the page.
 */

export interface KeptTexts {
  get(name: string): string | undefined;
  set(name: string, text: string): void;
}

const PREFIX = 'rejoin/';

/** What the browser keeps under names of this page. */
export function browserTexts(): KeptTexts {
  const here = new Map<string, string>();
  return {
    get(name) {
      try {
        return localStorage.getItem(PREFIX + name) ?? here.get(name);
      } catch {
        return here.get(name);
      }
    },
    set(name, text) {
      here.set(name, text);
      try {
        localStorage.setItem(PREFIX + name, text);
      } catch {
        // It lasts as long as the page.
      }
    },
  };
}
