/**
 * Values that were written without knowing of each other, below the field that shows the newest.
 *
 * Invariant: nobody's value is hidden, and none is taken for the right one before somebody says so.
 */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { BranchForkRegular } from '@fluentui/react-icons';
import {
  type Attribute,
  type Conflict,
  millisecondsOf,
  type Stamp,
  type Value,
} from '../../../engine/index.ts';
import { useFormStyles } from './form-styles.ts';
import { labelOf, type Showing, shownTime, shownValue } from './show-value.ts';

const useStyles = makeStyles({
  strip: {
    marginTop: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorStatusWarningBorder1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
  },
  title: { display: 'flex', columnGap: tokens.spacingHorizontalXS, alignItems: 'center' },
  icon: { color: tokens.colorStatusWarningForeground3, flexShrink: 0 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalXS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorStatusWarningBorder1}`,
  },
  value: { minWidth: 0, overflowWrap: 'anywhere', flexGrow: 1, flexBasis: '120px' },
  by: { color: tokens.colorNeutralForeground2 },
});

export interface ConflictStripProps {
  readonly attribute: Attribute;
  readonly conflict: Conflict;
  readonly showing: Showing;
  /** What the author of a value is called; undefined where that is not known. */
  readonly authorOf: (author: Conflict['entries'][number]['author']) => string | undefined;
  /** Whether the user may change the field; the values are shown either way. */
  readonly mayChoose: boolean;
  readonly onUse: (value: Value) => void;
  readonly onTypeAnother: () => void;
}

export function ConflictStrip(props: ConflictStripProps) {
  const { attribute, conflict, showing, authorOf, mayChoose, onUse, onTypeAnother } = props;
  const styles = useStyles();
  const shared = useFormStyles();
  const { conflict: words, ...record } = showing.words.record;
  const authors = conflict.entries.map(({ author }) => authorOf(author) ?? words.nobody);
  const others = [...new Set(authors.filter((author) => author !== record.you))];
  const isMine = authors.includes(record.you);
  return (
    <section className={styles.strip} aria-label={words.of(labelOf(attribute))}>
      <span className={styles.title}>
        <BranchForkRegular className={styles.icon} fontSize={20} aria-hidden="true" />
        <Text weight="semibold">{words.values(conflict.entries.length)}</Text>
      </span>
      <Text>
        {isMine && others.length > 0
          ? words.explain(new Intl.ListFormat(showing.locale).format(others))
          : words.explainOthers}
      </Text>
      <ul className={styles.list}>
        {conflict.entries.map(({ value, stamp, author }, place) => {
          const shown = shownValue(attribute, value, showing);
          return (
            <li key={`${stamp}/${author ?? ''}`} className={styles.item}>
              <span className={styles.value}>
                <Text block weight="semibold" dir="auto">
                  {shown}
                </Text>
                <Text block size={200} className={styles.by}>
                  {authors[place]} · {timeOf(stamp, showing)}
                </Text>
              </span>
              {mayChoose && (
                <Button
                  className={shared.button}
                  aria-label={words.takeValue(shown)}
                  onClick={() => onUse(value)}
                >
                  {words.take}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {mayChoose && (
        <Button className={shared.button} appearance="transparent" onClick={onTypeAnother}>
          {words.typeAnother}
        </Button>
      )}
    </section>
  );
}

function timeOf(stamp: Stamp, showing: Showing): string {
  return shownTime(millisecondsOf(stamp), showing);
}
