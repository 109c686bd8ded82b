/** The words of the pages, by language. */
export { en } from './en.ts';
export { useWords, type Words, WordsProvider } from './use-words.ts';
