/**
 * The device for React: components that follow what it holds.
 *
 * Invariants of every hook: what it opens it closes; what it gives is the same object for as long as nothing of it
 * changed, and the same for all components of one rendering; what a person can act on is given back and not thrown.
 */
export { DeviceProvider, useDevice } from './device-context.ts';
export { useConflicts } from './use-conflicts.ts';
export { useDrafts } from './use-drafts.ts';
export { useMetadata, usePrincipal } from './use-metadata.ts';
export { type QueryResult, useQuery } from './use-query.ts';
export { type RecordState, useRecord } from './use-record.ts';
export { useSyncStatus } from './use-sync-status.ts';
export { useText } from './use-text.ts';
