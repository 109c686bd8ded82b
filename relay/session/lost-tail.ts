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
/** How many of these steps a device can have a relay make at once. */
const MAX_STEPS = 8;

/**
 * Whether the device knows more than the log holds: of this incarnation, or one that came after it. An incarnation that
 * the log names neither as this one nor as the one before counts as such: a device that slept through two restores
 * costs one more, in which whoever was connected goes on where it is.
 */
export function knowsMore(hello: Hello, store: RelayStore): boolean {
  const state = store.state();
  if (hello.incarnation === '' || hello.incarnation === state?.follows?.incarnation) return false;
  if (hello.incarnation !== state?.incarnation) return true;
  const ahead = hello.cursor - store.lastSequence;
  // What lies farther ahead than a tail can be is no cursor of this log.
  if (ahead >= SEQUENCE_STEP) return false;
  const device = store.durable.device(hello.deviceId as DeviceId);
  // Who knows the incarnation was enrolled in it.
  if (ahead > 0 || device === undefined) return true;
  // Verdicts on the numbers before the first were given in incarnations before, and are no part of this one.
  const isOfThis = hello.lastVerdict >= hello.firstNumber;
  return isOfThis && hello.lastVerdict > store.durable.decisions(device.number).highest;
}

/** Stages the entry with which the next incarnation begins, behind everything that is staged. */
export function beginIncarnation(store: RelayStore, incarnation: string, hello: Hello): void {
  const state = store.state();
  if (state === undefined) throw new RejoinError('internal-error', 'an organization without a beginning');
  const { organization, relayGeneration } = state;
  const { nextSequence, nextDevice } = store;
  const steps = hello.incarnation === state.incarnation ? 1 : stepsBehind(hello, store);
  store.stage({
    kind: 'incarnation',
    ...{ organization, incarnation },
    nextSequence: nextSequence + steps * SEQUENCE_STEP,
    nextDevice: (nextDevice + steps * DEVICE_STEP) as DeviceNumber,
    relayGeneration: relayGeneration + steps,
    follows: { incarnation: state.incarnation, lastSequence: nextSequence - 1 },
  });
}

/** One step behind the incarnation that the device names and the log lost: how far that went, its cursor shows. */
function stepsBehind({ cursor }: Hello, store: RelayStore): number {
  const shown = Math.floor((cursor - store.lastSequence) / SEQUENCE_STEP);
  return Math.min(Math.max(shown, 1) + 1, MAX_STEPS);
}
