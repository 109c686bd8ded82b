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
  switch (error.code) {
    case 'storage-denied':
      return <StandIn isUrgent icon={LockClosedRegular} {...shell.storageDenied} action={again} />;
    case 'storage-full':
      return <StandIn isUrgent icon={DatabaseWarningRegular} {...shell.storageFull} action={again} />;
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
