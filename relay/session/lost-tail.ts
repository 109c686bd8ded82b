/**
 * Finding that the relay has lost the end of its log, and going on from there.
 *
 * Pages and verdicts leave only when they are durable. So a device that knows more than the log holds shows
 * that the log is an older copy, put back from a backup. What the copy does not know of was issued all the
 * same; a new incarnation begins far enough ahead that nothing is issued twice.
 *
 * Invariant: only an incarnation that was there when the store was opened can be found short: a log loses its end
 * while nobody has it open. So a device that lies about what it knows has its way once, and not again and again.
 */
import { type DeviceId, type DeviceNumber, RejoinError } from '../../engine/model/index.ts';
import type { Hello } from '../../engine/protocol/index.ts';
import type { RelayStore } from '../store/index.ts';

/** How far sequence numbers move ahead: more than a relay issues between two backups. */
const SEQUENCE_STEP = 10 ** 9;
/** How far device numbers do. */
const DEVICE_STEP = 10 ** 6;

/** Whether the device knows more of this incarnation than the log holds. */
export function knowsMore(hello: Hello, store: RelayStore): boolean {
  if (hello.incarnation !== store.state()?.incarnation) return false;
  const ahead = hello.cursor - store.lastSequence;
  // What lies farther ahead than a tail can be is no cursor of this log.
  if (ahead >= SEQUENCE_STEP) return false;
  const device = store.durable.device(hello.deviceId as DeviceId);
  // Who knows the incarnation was enrolled in it.
  if (ahead > 0 || device === undefined) return true;
  return hello.lastVerdict > store.durable.decisions(device.number).highest;
}

/** Stages the entry with which the next incarnation begins, behind everything that is staged. */
export function beginIncarnation(store: RelayStore, incarnation: string): void {
  const state = store.state();
  if (state === undefined) throw new RejoinError('internal-error', 'an organization without a beginning');
  const { organization, relayGeneration } = state;
  const { nextSequence, nextDevice } = store;
  store.stage({
    kind: 'incarnation',
    ...{ organization, incarnation },
    nextSequence: nextSequence + SEQUENCE_STEP,
    nextDevice: (nextDevice + DEVICE_STEP) as DeviceNumber,
    relayGeneration: relayGeneration + 1,
    follows: { incarnation: state.incarnation, lastSequence: nextSequence - 1 },
  });
}
