/** The one sentence that says where the device stands. */
import type { SyncStatus } from '../../../engine/index.ts';
import type { Words } from '../../words/index.ts';
import type { ShownStatus } from '../status/shown-status.ts';

export function sentenceOf(
  shown: ShownStatus,
  status: SyncStatus,
  { sentence, percent }: Words['shell'],
): string {
  switch (shown.kind) {
    case 'up-to-date':
      return sentence.upToDate;
    case 'syncing':
      return status.pending > 0 ? sentence.syncing(status.pending) : sentence.catchingUp;
    case 'connecting':
      return sentence.connecting;
    case 'downloading':
      return sentence.downloading(percent(shown.share));
    case 'offline':
      return sentence.offline;
    case 'signed-out':
      return sentence.signedOut(status.pending);
    case 'attention':
      return status.notStored !== null ? sentence.storage : sentence.stopped;
  }
}
