/** The relay's store: the log, its views, and what opens them. */
export { compactPart } from './compact-part.ts';
export { KEPT_DECISIONS, MAX_REMEMBERED_RECORDS } from './decisions.ts';
export { DocumentCache, type DocumentCacheOptions } from './document-cache.ts';
export { DATABASE_ENCODINGS, type LevelDatabase } from './level-database.ts';
export {
  defaultStoreOptions,
  type FirstState,
  LevelStore,
  levelDatabase,
  STORE_FORMAT,
} from './level-store.ts';
export type * from './log.ts';
export { sequenceOf } from './log.ts';
export type * from './relay-store.ts';
export { isStoreFailure } from './store-failure.ts';
export type { OrganizationStoreOptions } from './store-options.ts';
export type { VerifiedLog } from './verify.ts';
export { verifyLog } from './verify.ts';
export type * from './view-reader.ts';
export type { WithdrawnAttribute } from './withdrawn-attributes.ts';
