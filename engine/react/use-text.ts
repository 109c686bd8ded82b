/** A text that an editor is bound to. */
import { useCallback, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import type { RecordHandle } from '../device/index.ts';

/** The live text of a memo: another one once it was built again, which an editor has to be bound to anew. */
export function useText(record: RecordHandle, attribute: string): Y.Text {
  const subscribe = useCallback((tell: () => void) => record.onRebuilt(attribute, tell), [record, attribute]);
  return useSyncExternalStore(subscribe, () => record.text(attribute));
}
