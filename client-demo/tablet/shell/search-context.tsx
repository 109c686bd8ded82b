/** The text that is searched for, in whatever list is shown, and the way into its field. */
import { createContext, type ReactNode, type RefObject, use, useMemo, useRef, useState } from 'react';

export interface Search {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly field: RefObject<HTMLInputElement | null>;
}

const SearchContext = createContext<Search | undefined>(undefined);

export function SearchProvider({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const search = useMemo(() => ({ text, setText, field }), [text]);
  return <SearchContext value={search}>{children}</SearchContext>;
}

export function useSearch(): Search {
  const search = use(SearchContext);
  if (search === undefined) throw new Error('no SearchProvider stands above');
  return search;
}
