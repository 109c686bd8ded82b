/** Whether the page can be installed as an app: the browser offers it once, early, so it is listened for from the start. */
import { useSyncExternalStore } from 'react';

/** `by-browser`: only the browser's own menu does it. */
export type InstallationState = 'offered' | 'installed' | 'by-browser';

/** What browsers that offer it hand out. */
interface Offer extends Event {
  prompt(): Promise<unknown>;
}

class Installation {
  readonly #listeners = new Set<() => void>();
  #offer: Offer | undefined;
  #isInstalled = matchMedia('(display-mode: standalone)').matches;

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#offer = event as Offer;
      this.#tell();
    });
    addEventListener('appinstalled', () => {
      this.#offer = undefined;
      this.#isInstalled = true;
      this.#tell();
    });
  }

  get state(): InstallationState {
    if (this.#isInstalled) return 'installed';
    return this.#offer === undefined ? 'by-browser' : 'offered';
  }

  /** Has the browser ask. An offer is good for once. */
  install(): void {
    void this.#offer?.prompt();
    this.#offer = undefined;
    this.#tell();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

export const installation = new Installation();

const subscribe = (tell: () => void): (() => void) => installation.subscribe(tell);

export function useInstallation(): InstallationState {
  return useSyncExternalStore(subscribe, () => installation.state);
}
