/**
 * Places at which a crash test makes its process end: between what is done and what is said of it.
 *
 * Invariant: a closed list. Production hands in nothing, and a point costs one look at undefined.
 */

/** Of a relay. */
export const relayStopPoints = [
  /** A batch is judged, and not in the log. */
  'before-append',
  /** A batch is durable, and nobody was told. */
  'after-append',
  /** The same two, of a batch that begins a part anew. */
  'before-rebuild',
  'after-rebuild',
  /** A device was told a verdict. */
  'after-acknowledge',
  /** Views are merged and encoded, and not on the disk. */
  'before-flush',
  /** Views and checkpoint are on the disk. */
  'after-flush',
  /** A page is on its way. */
  'page-sent',
] as const;

/** Of a device. */
export const deviceStopPoints = [
  /** An edit is made, and not stored. */
  'before-store',
  /** An edit is stored, and neither its author nor the relay knows. */
  'after-store',
  /** A change has its number, and is not sent. */
  'before-push',
  'after-push',
  /** A page is applied in memory. */
  'before-page',
  /** A page is stored, and not confirmed. */
  'after-page',
  'before-verdict',
  'after-verdict',
  /** A refused change is taken out in memory, and its draft is not stored. */
  'roll-back',
  'before-compaction',
  'after-compaction',
  'before-wipe',
  /** Passed after each table that was cleared. */
  'mid-wipe',
] as const;

export type StopPoint = (typeof relayStopPoints)[number] | (typeof deviceStopPoints)[number];

/** Called at a point when it is reached; does not return where the process ends there. */
export type ReachPoint = (point: StopPoint) => void;
