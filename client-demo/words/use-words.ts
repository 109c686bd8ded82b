/** How components come by their words: none of them holds a text of its own. */
import { createContext, use } from 'react';
import { en } from './en.ts';

/** What a language has to say. */
export type Words = typeof en;

const WordsContext = createContext<Words>(en);

/** Gives the components below it the words of a language. */
export const WordsProvider = WordsContext.Provider;

/** The words of the language that is shown. */
export function useWords(): Words {
  return use(WordsContext);
}
