/** The relay's store: the log, its views, and what opens them. */
export type * from './log.ts';
export { sequenceOf } from './log.ts';
export type * from './relay-store.ts';
export type * from './view-reader.ts';
