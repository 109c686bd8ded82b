/**
 * Begins parts anew whose history outweighs their values, right behind the change that tipped them.
 *
 * Invariant: a rebuild is a log entry of its own with a version of its own; `modifiedon` stays, because
 * nobody modified anything.
 */
import * as Y from 'yjs';
import { RELAY_DEVICE_NUMBER } from '../../engine/model/index.ts';
import {
  type Candidate,
  CLOCK_BYTES,
  clientIdOf,
  MAX_CLIENTS,
  MAX_HISTORY_RATIO,
  MIN_REBUILD_BYTES,
  measureCandidate,
  needsRebuild,
  type RegisterIndex,
  rebuildPart,
  valuesBytesOf,
} from '../../engine/record/index.ts';
import type { InspectedPart, Judging } from './judgement.ts';

/** Clocks that a part gains before it is weighed again, at least: weighing encodes it. */
const WEIGH_EVERY_CLOCKS = 64;

/** The number of clocks at which a part is weighed next. */
const weighedNextAt = new WeakMap<Candidate, number>();

/** Stages a rebuild for each of the parts that is due. */
export function rebuildDueParts(
  parts: readonly InspectedPart[],
  { store, candidates, limits }: Judging,
): void {
  const maxClients = limits.maxPartClients ?? MAX_CLIENTS;
  for (const { entity, id, layout, candidate } of parts) {
    const { registers } = candidate;
    if (registers === undefined || !isDue(candidate, registers, maxClients)) continue;
    const row = store.row(entity, id);
    const relayGeneration = store.state()?.relayGeneration ?? 0;
    if (row === undefined) continue;
    const next = rebuildPart(registers, layout, clientIdOf(RELAY_DEVICE_NUMBER, relayGeneration));
    const sequence = store.nextSequence;
    store.stage({
      kind: 'rebuilt',
      sequence,
      entity,
      id,
      part: layout.name,
      epoch: candidate.epoch + 1,
      snapshot: Y.encodeStateAsUpdateV2(next),
      from: row.system.versionnumber,
      system: { ...row.system, versionnumber: sequence },
    });
    candidates.drop(id, layout.name);
  }
}

function isDue(candidate: Candidate, registers: RegisterIndex, maxClients: number): boolean {
  const { clients, clocks } = registers;
  if (clients > maxClients) return true;
  if (candidate.bytes < MIN_REBUILD_BYTES || clocks < (weighedNextAt.get(candidate) ?? 0)) return false;
  const valuesBytes = valuesBytesOf(registers);
  let bytes = valuesBytes + clocks * CLOCK_BYTES;
  if (needsRebuild({ bytes, clients, valuesBytes })) {
    // Regular patterns take far less than the estimate.
    ({ bytes } = measureCandidate(candidate));
    candidate.bytes = bytes;
    if (needsRebuild({ bytes, clients, valuesBytes })) return true;
  }
  const left = Math.max(MIN_REBUILD_BYTES, MAX_HISTORY_RATIO * valuesBytes) - bytes;
  weighedNextAt.set(candidate, clocks + Math.max(WEIGH_EVERY_CLOCKS, Math.floor(left / CLOCK_BYTES)));
  return false;
}
