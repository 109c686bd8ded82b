/**
 * What is said to those who do not see the pill: politely where it only tells, at once where somebody has to decide.
 * A download is told of at each quarter.
 */
import { makeStyles } from '@fluentui/react-components';
import { useWords } from '../../words/index.ts';
import type { ShownStatus } from './shown-status.ts';
import { pillText } from './status-pill.tsx';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

export function Announcer({ status }: { readonly status: ShownStatus }) {
  const styles = useStyles();
  const { shell } = useWords();
  const { kind, share } = status;
  const isUrgent = kind === 'attention' || kind === 'signed-out';
  const quarter = Math.floor(share * 4) / 4;
  const text =
    kind === 'downloading' ? shell.download.announced(shell.percent(quarter)) : pillText(status, shell);
  return (
    <>
      <div className={styles.hidden} role="status" aria-live="polite">
        {isUrgent ? '' : text}
      </div>
      <div className={styles.hidden} role="alert" aria-live="assertive">
        {isUrgent ? text : ''}
      </div>
    </>
  );
}
