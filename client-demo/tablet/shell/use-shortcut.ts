/**
 * Single keys that do something on a page.
 *
 * Invariant: never while somebody types, chooses in a menu or answers a dialog, and never with a modifier.
 */
import { useEffect, useEffectEvent } from 'react';
import { usePreferences } from '../session/preferences.tsx';

const typing = 'input, textarea, select, [contenteditable], [role=textbox], [role=combobox]';
const elsewhere = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

/** Calls `act` when the key is pressed, unless single keys are switched off. */
export function useShortcut(key: string, act: () => void): void {
  const { hasSingleKeys } = usePreferences();
  const isOn = hasSingleKeys || key === 'Escape';
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(`${typing}, ${elsewhere}`) !== null) return;
    if (document.querySelector('[role=dialog][aria-modal=true]') !== null) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    if (!isOn) return undefined;
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOn]);
}
