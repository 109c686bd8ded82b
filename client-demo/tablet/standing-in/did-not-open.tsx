/** The device did not open: why, in words, and what helps. */
import { DatabaseWarningRegular, LockClosedRegular, WarningRegular } from '@fluentui/react-icons';
import type { RejoinError } from '../../../engine/index.ts';
import { useWords } from '../../words/index.ts';
import { StandIn } from './stand-in.tsx';

interface DidNotOpenProps {
  readonly error: RejoinError;
  readonly onTryAgain: () => void;
}

export function DidNotOpen({ error, onTryAgain }: DidNotOpenProps) {
  const { shell } = useWords();
  const again = { word: shell.action.tryAgain, run: onTryAgain };
  const reload = { word: shell.action.reload, run: () => location.reload() };
  if (isDenied(error)) {
    return <StandIn isUrgent icon={LockClosedRegular} {...shell.storageDenied} action={again} />;
  }
  if (isFull(error)) {
    return <StandIn isUrgent icon={DatabaseWarningRegular} {...shell.storageFull} action={again} />;
  }
  switch (error.code) {
    case 'data-folder-newer':
      return <StandIn isUrgent icon={WarningRegular} {...shell.storageNewer} action={reload} />;
    case 'data-folder-locked':
    case 'data-folder-damaged':
    case 'data-folder-read-only':
    case 'storage-failed':
      return <StandIn isUrgent icon={DatabaseWarningRegular} {...shell.storageBroken} action={again} />;
    default:
      return <StandIn isUrgent icon={WarningRegular} {...shell.failed} action={reload} />;
  }
}

/** A browser that keeps nothing has no IndexedDB, or refuses to open it. */
function isDenied(error: RejoinError): boolean {
  if (!('indexedDB' in globalThis)) return true;
  return /SecurityError|insecure|denied|not allowed|private/i.test(saidBy(error));
}

function isFull(error: RejoinError): boolean {
  return /QuotaExceeded|quota|disk (is )?full|no space/i.test(saidBy(error));
}

/** The error and what caused it. */
function saidBy(error: RejoinError): string {
  const said: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    said.push(`${cause.name} ${cause.message}`);
  return said.join(' ');
}
