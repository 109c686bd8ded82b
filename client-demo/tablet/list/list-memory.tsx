/** What a list was like when it was left: so that coming back shows it as it was. */
import { createContext, type ReactNode, use, useState } from 'react';
import type { ListOrder } from './list-order.ts';

export interface RememberedList {
  order: ListOrder;
  scrollTop: number;
  /** The id of the row that the keyboard is on. */
  at: string | undefined;
}

const MemoryContext = createContext<Map<string, RememberedList> | undefined>(undefined);

/** Remembers the lists of one device. */
export function ListMemoryProvider({ children }: { readonly children: ReactNode }) {
  const [memory] = useState(() => new Map<string, RememberedList>());
  return <MemoryContext value={memory}>{children}</MemoryContext>;
}

/** How the list of the entity was left; changed in place, since nobody has to be told. */
export function useRememberedList(entity: string): RememberedList {
  const memory = use(MemoryContext);
  if (memory === undefined) throw new Error('no ListMemoryProvider stands above');
  const known = memory.get(entity);
  if (known !== undefined) return known;
  const fresh: RememberedList = { order: 'byName', scrollTop: 0, at: undefined };
  memory.set(entity, fresh);
  return fresh;
}
