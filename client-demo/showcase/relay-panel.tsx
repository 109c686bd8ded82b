/** What stands between the tablets: the relay, what it decided, and whether both are identical. */
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  ArrowSyncCircleRegular,
  BuildingRegular,
  CheckmarkCircleFilled,
  DismissCircleFilled,
  ServerRegular,
  TabletRegular,
} from '@fluentui/react-icons';
import { useWords } from '../words/index.ts';
import type { FeedState } from './feed.ts';
import type { FeedEntry } from './feed-entry.ts';
import type { Identity } from './identity.ts';
import { type SaidEntry, saidEntry } from './said-entry.ts';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    height: '100%',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalM,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  title: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, margin: 0 },
  heading: { margin: 0 },
  facts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  number: { fontVariantNumeric: 'tabular-nums' },
  identity: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    paddingInline: tokens.spacingHorizontalM,
    minHeight: '32px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  identical: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorStatusSuccessForeground1,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  scroller: { overflowY: 'auto', flexGrow: 1, minHeight: '120px' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  entry: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr',
    columnGap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  icon: { marginBlockStart: '2px', color: tokens.colorNeutralForeground3 },
  accepted: { color: tokens.colorStatusSuccessForeground1 },
  refused: { color: tokens.colorStatusDangerForeground1 },
});

const icons = {
  accepted: CheckmarkCircleFilled,
  refused: DismissCircleFilled,
  office: BuildingRegular,
  tablet: TabletRegular,
} as const;

export function RelayPanel({ feed, identity }: { readonly feed: FeedState; readonly identity: Identity }) {
  const styles = useStyles();
  const { showcase, language } = useWords();
  const said = saidEntries(feed.entries, showcase.feed);
  return (
    <section className={styles.panel} aria-label={showcase.relay}>
      <h2 className={styles.title}>
        <ServerRegular fontSize={24} aria-hidden="true" />
        <Text size={500} weight="semibold">
          {showcase.relay}
        </Text>
      </h2>
      <div className={styles.facts}>
        <Identical identity={identity} />
        <Text size={200} className={styles.quiet}>
          {showcase.sequence}{' '}
          <Text weight="semibold" className={styles.number}>
            {feed.sequence.toLocaleString(language)}
          </Text>
        </Text>
      </div>
      <Text as="h3" size={300} weight="semibold" block className={styles.heading}>
        {showcase.feed.title}
      </Text>
      {!feed.isConnected && <Text role="status">{showcase.feed.lost}</Text>}
      <div className={styles.scroller} role="log" aria-label={showcase.feed.title}>
        {said.length === 0 && <Text className={styles.quiet}>{showcase.feed.none}</Text>}
        <ol className={styles.list}>
          {said.map(({ entry, line }) => (
            <Line key={entry.place} {...{ entry, line }} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function Identical({ identity }: { readonly identity: Identity }) {
  const styles = useStyles();
  const { identity: words } = useWords().showcase;
  const isIdentical = identity.state === 'identical';
  return (
    <span
      role="status"
      className={mergeClasses(styles.identity, isIdentical && styles.identical)}
      title={hintOf(identity, words)}
    >
      {!isIdentical && <ArrowSyncCircleRegular aria-hidden="true" />}
      <Text weight="semibold">
        {identity.state === 'waiting' && words.waiting}
        {isIdentical && words.identical}
        {identity.state === 'different' && words.different(identity.records)}
      </Text>
    </span>
  );
}

function Line({ entry, line }: { readonly entry: FeedEntry; readonly line: SaidEntry }) {
  const styles = useStyles();
  const { showcase, language } = useWords();
  const Icon = icons[line.tone];
  const tone = line.tone === 'accepted' || line.tone === 'refused' ? styles[line.tone] : undefined;
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(new Date(entry.time));
  return (
    <li className={styles.entry}>
      <Icon
        className={mergeClasses(styles.icon, tone)}
        fontSize={20}
        role="img"
        aria-label={showcase.feed[line.tone]}
      />
      <span>
        <Text block>{line.text}</Text>
        <Text size={200} className={styles.quiet}>
          <time dateTime={entry.time}>{time}</time>
        </Text>
      </span>
    </li>
  );
}

interface Said {
  readonly entry: FeedEntry;
  readonly line: SaidEntry;
}

/** In words, the same said several times in a row only once. */
function saidEntries(entries: readonly FeedEntry[], words: Parameters<typeof saidEntry>[1]): readonly Said[] {
  const said: Said[] = [];
  for (const entry of entries) {
    const line = saidEntry(entry, words);
    if (line === undefined || (entry.isImport && said.at(-1)?.entry.isImport === true)) continue;
    said.push({ entry, line });
  }
  return said;
}

function hintOf(
  identity: Identity,
  words: { readonly identicalHint: (records: number) => string; readonly differentHint: string },
): string | undefined {
  if (identity.state === 'identical') return words.identicalHint(identity.records);
  return identity.state === 'different' ? words.differentHint : undefined;
}
