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
  clientIdOf,
  MAX_CLIENTS,
  MIN_REBUILD_BYTES,
  measureCandidate,
  needsRebuild,
  rebuildPart,
  valuesBytesOf,
} from '../../engine/record/index.ts';
import type { InspectedPart, Judging } from './judgement.ts';

/** A part is weighed again when it grew by this much since; weighing encodes it. */
const WEIGH_EVERY_BYTES = 2_048;

const weighedAt = new WeakMap<Candidate, number>();

/** Stages a rebuild for each of the parts that is due. */
export function rebuildDueParts(
  parts: readonly InspectedPart[],
  { store, candidates, limits }: Judging,
): void {
  const maxClients = limits.maxPartClients ?? MAX_CLIENTS;
  for (const { entity, id, layout, candidate } of parts) {
    if (layout.kind !== 'plain' || !isDue(candidate, maxClients)) continue;
    const row = store.row(entity, id);
    const relayGeneration = store.state()?.relayGeneration ?? 0;
    if (row === undefined) continue;
    const next = rebuildPart(candidate.doc, layout, clientIdOf(RELAY_DEVICE_NUMBER, relayGeneration));
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

function isDue(candidate: Candidate, maxClients: number): boolean {
  const clients = candidate.doc.store.clients.size;
  if (clients > maxClients) return true;
  if (candidate.bytes < MIN_REBUILD_BYTES) return false;
  if (candidate.bytes < (weighedAt.get(candidate) ?? 0) + WEIGH_EVERY_BYTES) return false;
  const { bytes } = measureCandidate(candidate);
  candidate.bytes = bytes;
  weighedAt.set(candidate, bytes);
  return needsRebuild({ bytes, clients, valuesBytes: valuesBytesOf(candidate.doc, candidate.layout) });
}
