/** How a lookup comes by a record that is not there yet: the form that makes it has lookups of its own. */
import { type ComponentType, createContext, use } from 'react';
import type { RecordId } from '../../../engine/index.ts';

export interface MakeNewProps {
  readonly entity: string;
  /** What its author was looking for: its name, most likely. */
  readonly called: string;
  /** Called once: with the id, or without one where nothing was made. */
  readonly onEnd: (id: RecordId | undefined) => void;
}

const MakeNewContext = createContext<ComponentType<MakeNewProps> | undefined>(undefined);

/** Gives the lookups below it what makes new records. */
export const MakeNewProvider = MakeNewContext.Provider;

/** What makes a new record; undefined where lookups offer none. */
export function useMakeNew(): ComponentType<MakeNewProps> | undefined {
  return use(MakeNewContext);
}
