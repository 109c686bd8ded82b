/** What the person of this browser likes: the theme, and whether single keys do something. */
import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from 'react';
import type { KeptTexts } from './kept-texts.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themes)[number];

export interface Preferences {
  readonly theme: ThemeChoice;
  readonly isDark: boolean;
  readonly hasSingleKeys: boolean;
  readonly setTheme: (theme: ThemeChoice) => void;
  readonly setSingleKeys: (isOn: boolean) => void;
}

const PreferencesContext = createContext<Preferences | undefined>(undefined);

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (preferences === undefined) throw new Error('no PreferencesProvider stands above');
  return preferences;
}

interface PreferencesProviderProps {
  readonly kept: KeptTexts;
  readonly children: ReactNode;
}

/** Gives the components below it the preferences, which are kept. */
export function PreferencesProvider({ kept, children }: PreferencesProviderProps) {
  const [theme, setTheme] = useState<ThemeChoice>(
    () => themes.find((one) => one === kept.get('theme')) ?? 'system',
  );
  const [hasSingleKeys, setSingleKeys] = useState(() => kept.get('single-keys') !== 'off');
  const isSystemDark = useSyncExternalStore(followSystem, () => darkSystem.matches);
  const preferences = useMemo(
    (): Preferences => ({
      ...{ theme, hasSingleKeys, isDark: theme === 'dark' || (theme === 'system' && isSystemDark) },
      setTheme(next) {
        kept.set('theme', next);
        setTheme(next);
      },
      setSingleKeys(isOn) {
        kept.set('single-keys', isOn ? 'on' : 'off');
        setSingleKeys(isOn);
      },
    }),
    [kept, theme, hasSingleKeys, isSystemDark],
  );
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

function followSystem(tell: () => void): () => void {
  darkSystem.addEventListener('change', tell);
  return () => darkSystem.removeEventListener('change', tell);
}
