/** The recent records for components. */
import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { RecentRecord, RecentRecords } from './recent.ts';

const RecentContext = createContext<RecentRecords | undefined>(undefined);

export const RecentProvider = RecentContext.Provider;

export function useRecentRecords(): RecentRecords {
  const recent = use(RecentContext);
  if (recent === undefined) throw new Error('no RecentProvider stands above');
  return recent;
}

/** The records that were opened last. */
export function useRecent(): readonly RecentRecord[] {
  const recent = useRecentRecords();
  const subscribe = useCallback((tell: () => void) => recent.subscribe(tell), [recent]);
  return useSyncExternalStore(subscribe, () => recent.records);
}
