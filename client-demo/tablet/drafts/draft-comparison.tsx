/**
 * What one record of a draft was, was to be and is: three columns where there is room, and one below the other
 * on a phone.
 */

import { Badge, Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { PartHeading } from '../heading.tsx';
import type { Showing } from '../record/show-value.ts';
import type { DraftLine, DraftRecord } from './draft-lines.ts';
import { WordDifference } from './word-difference.tsx';

const useStyles = makeStyles({
  record: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  lines: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  line: {
    padding: tokens.spacingHorizontalM,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  refused: { border: `${tokens.strokeWidthThin} solid ${tokens.colorStatusDangerBorder1}` },
  head: {
    display: 'flex',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'center',
    marginBottom: tokens.spacingVerticalS,
  },
  values: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    margin: 0,
    '@media (min-width: 640px)': {
      gridAutoFlow: 'column',
      gridTemplateColumns: 'none',
      gridAutoColumns: 'minmax(0, 1fr)',
    },
  },
  term: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  wrote: { fontWeight: tokens.fontWeightSemibold },
});

export function DraftComparison({
  shown,
  showing,
}: {
  readonly shown: DraftRecord;
  readonly showing: Showing;
}) {
  const styles = useStyles();
  const { drafts: words } = showing.words;
  const { operation, name, entity, isHere, lines } = shown;
  return (
    <section className={styles.record} aria-label={words.comparison(name)}>
      <PartHeading>
        {entity}: {isHere ? <Link href={`#/${operation.entity}/${operation.id}`}>{name}</Link> : name}
      </PartHeading>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line.name} className={mergeClasses(styles.line, line.isRefused && styles.refused)}>
            <div className={styles.head}>
              <Text weight="semibold">{line.label}</Text>
              {line.isRefused && (
                <Badge appearance="tint" color="danger">
                  {words.refusedField}
                </Badge>
              )}
            </div>
            <dl className={styles.values}>
              {columnsOf(line, words).map(({ term, value }) => (
                <div key={term}>
                  <dt className={styles.term}>{term}</dt>
                  <dd
                    dir="auto"
                    className={mergeClasses(
                      styles.value,
                      term === words.wrote && !line.isText && styles.wrote,
                    )}
                  >
                    {line.isText && line.before !== undefined && term !== words.before ? (
                      <WordDifference before={line.before} after={value} />
                    ) : (
                      value
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** *Before · You wrote · Now*, as far as they may be looked at. */
function columnsOf(
  { before, wrote, now }: DraftLine,
  words: Showing['words']['drafts'],
): readonly { readonly term: string; readonly value: string }[] {
  return [
    ...(before === undefined ? [] : [{ term: words.before, value: before }]),
    { term: words.wrote, value: wrote },
    ...(now === undefined ? [] : [{ term: words.now, value: now }]),
  ];
}
