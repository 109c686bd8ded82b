/** What people are called: the device has their ids, whoever opened the page their names. */
import { createContext, use } from 'react';

/** Names by the id of a user, team or business unit. */
export type Names = ReadonlyMap<string, string>;

const NamesContext = createContext<Names>(new Map());

/** Gives the components below it the names of people. */
export const NamesProvider = NamesContext.Provider;

export function useNames(): Names {
  return use(NamesContext);
}
