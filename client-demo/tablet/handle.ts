/** What the page around a tablet may see of it: on `window.tablet`, for the same origin. */
import type { Device } from '../../engine/index.ts';

export interface TabletHandle {
  /** The id of the user whose device it is. */
  readonly user: string;
  /** Undefined until it is open. */
  readonly device: Device | undefined;
  /** Where the network switch stands. */
  readonly isOnline: boolean;
  /** By `entity/id`: a digest of what every user of the sample may read of the record. */
  checksums(): ReadonlyMap<string, string>;
}

declare global {
  interface Window {
    tablet?: TabletHandle;
  }
}
