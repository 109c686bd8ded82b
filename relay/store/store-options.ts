/** The bounds of one organization's store, and what it is handed. */
import type { ReachPoint } from '../../engine/clock/index.ts';

export interface OrganizationStoreOptions {
  /** Memory of effects not written yet, per generation (there are two). */
  readonly maxOverlayBytes: number;
  /** A flush begins by itself when so much is waiting … */
  readonly flushAtBytes: number;
  /** … or so many batches, which a start would have to replay. */
  readonly flushAtBatches: number;
  readonly maxCacheBytes: number;
  /** Lets others run between the pieces of long work. */
  readonly pause: () => Promise<void>;
  /** Told of the places at which a crash test may end the process. */
  readonly reach?: ReachPoint | undefined;
}
