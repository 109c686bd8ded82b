/** A text with what was added and removed against another one, told by more than colour. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { wordDiff } from './word-diff.ts';

const useStyles = makeStyles({
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  added: {
    backgroundColor: tokens.colorStatusSuccessBackground2,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'underline',
    borderRadius: tokens.borderRadiusSmall,
  },
  removed: {
    backgroundColor: tokens.colorStatusDangerBackground2,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'line-through',
    borderRadius: tokens.borderRadiusSmall,
  },
});

export function WordDifference({ before, after }: { readonly before: string; readonly after: string }) {
  const styles = useStyles();
  let at = 0;
  return (
    <span className={styles.text} dir="auto">
      {wordDiff(before, after).map(({ kind, text }) => {
        const key = at++;
        if (kind === 'added')
          return (
            <ins key={key} className={styles.added}>
              {text}
            </ins>
          );
        if (kind === 'removed')
          return (
            <del key={key} className={styles.removed}>
              {text}
            </del>
          );
        return <span key={key}>{text}</span>;
      })}
    </span>
  );
}
