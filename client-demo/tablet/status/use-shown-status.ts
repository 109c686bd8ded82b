/** The status of the device as it is shown, with what passes in a moment left out. */
import { useEffect, useState } from 'react';
import { useSyncStatus } from '../../../engine/react/index.ts';
import { useNetwork } from '../session/session-context.tsx';
import { downloadedShare, isPassing, kindOf, SHOWN_AFTER_MS, type ShownStatus } from './shown-status.ts';

export function useShownStatus(): ShownStatus {
  const status = useSyncStatus();
  const { isOn: isOnline } = useNetwork();
  const kind = kindOf(status, { isOnline });
  const [shown, setShown] = useState(kind);
  const waits = isPassing(kind) && kind !== shown;
  if (!waits && kind !== shown) setShown(kind);
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setTimeout(() => setShown(kind), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [waits, kind]);
  return { kind: waits ? shown : kind, waiting: status.pending, share: downloadedShare(status) };
}
