/** How effects reach the views: what `applyEntry` and its parts are handed. */
import type { DirectoryChange } from '../../engine/security/index.ts';
import type { ViewName, ViewTypes } from './views.ts';

/** Views to read and to write; a write is seen by the next read. */
export interface ViewAccess {
  read<K extends ViewName>(view: K, key: string): ViewTypes[K] | undefined;
  write<K extends ViewName>(view: K, key: string, value: ViewTypes[K] | null): void;
  /** Makes a change of the directory that the key names; the next read sees it. */
  changeDirectory(key: string, change: DirectoryChange): void;
  /** Notes for the audit that the entry concerns what the prefix names. */
  refer(prefix: string): void;
}
