/** A decision as the message that tells the device. */
import type { Seams } from '../../engine/clock/index.ts';
import type { RelayMessage } from '../../engine/protocol/index.ts';
import type { Verdict } from '../commit/index.ts';
import type { SessionLimits } from './session-limits.ts';

/** Everything but a fault, which is not a verdict on the change but the end of the session. */
export function verdictMessage(
  verdict: Exclude<Verdict, { kind: 'fault' }>,
  { seams, limits }: { readonly seams: Seams; readonly limits: SessionLimits },
): RelayMessage {
  const { number } = verdict;
  switch (verdict.kind) {
    case 'accepted':
      return { type: 'accepted', number, sequence: verdict.sequence };
    case 'rejected': {
      const { code, reason, record, attributes, leftPlaceholder } = verdict;
      return {
        type: 'rejected',
        number,
        code,
        reason,
        ...(record !== undefined && { record: { entity: record.entity, id: record.id } }),
        attributes: attributes ?? [],
        leftPlaceholder,
      };
    }
    case 'reform':
      return { type: 'reform', number, code: verdict.code, reason: verdict.reason, clock: seams.now() };
    case 'resume-at':
      return {
        type: 'resume-at',
        number,
        code: verdict.code,
        reason: verdict.reason,
        pauseMs: limits.pauseMs,
      };
  }
}
