/** What can go wrong in a simulated world, and how often it did. A kind that never fires proves nothing. */
export const faultKinds = [
  'drop',
  'half-open',
  'slow',
  'unreachable',
  'late-frame',
  'repeat',
  'relay-crash',
  'relay-crash-mid-write',
  'relay-disk-stall',
  'relay-disk-failure',
  'device-crash',
  'device-crash-mid-write',
  'device-disk-stall',
  'device-disk-failure',
  'clock-jump',
  'relay-clock-jump',
  'token-end',
  'token-refused',
  'user-disabled',
  'device-revoked',
  'device-wiped',
  'role-change',
  'team-change',
  'unit-change',
  'column-right-change',
  'attribute-added',
  'attribute-removed',
  'entity-switched-on',
  'entity-switched-off',
  'entity-added',
  'entity-removed',
  'conflict',
  'conflict-shown',
  'live-rights',
  'fold',
  'delete',
  'assign',
  'transaction',
  'refusal',
  'wrong-link',
  'refusal-with-later-edits',
  'reform',
  'rebuild',
  'split-range',
  'resumed-range',
  'draft-retry',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export class FaultCounts {
  readonly #counts = new Map<FaultKind, number>();

  count(kind: FaultKind): void {
    this.#counts.set(kind, this.of(kind) + 1);
  }

  of(kind: FaultKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  add(other: FaultCounts): void {
    for (const kind of faultKinds) this.#counts.set(kind, this.of(kind) + other.of(kind));
  }

  /** Every kind, those that never fired too. */
  get all(): Readonly<Record<FaultKind, number>> {
    return Object.fromEntries(faultKinds.map((kind) => [kind, this.of(kind)])) as Record<FaultKind, number>;
  }

  get missing(): readonly FaultKind[] {
    return faultKinds.filter((kind) => this.of(kind) === 0);
  }
}
