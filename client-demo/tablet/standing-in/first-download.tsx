/** The first download: how far it is as a whole and of each kind, and whether one can start. */
import { Badge, Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { EntityIndex } from '../../../engine/index.ts';
import { useSyncStatus } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { entityIcon } from '../shell/entity-icon.ts';
import { useEntities } from '../shell/use-entities.ts';
import { downloadedShare, shareOf } from '../status/shown-status.ts';

/** The kinds with which people begin: they come first in what the organization has. */
const NEEDED = 2;

const useStyles = makeStyles({
  page: { flexGrow: 1, minHeight: 0, overflowY: 'auto', backgroundColor: tokens.colorNeutralBackground2 },
  column: {
    boxSizing: 'border-box',
    maxWidth: '640px',
    marginInline: 'auto',
    padding: tokens.spacingHorizontalXXL,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalL,
  },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  kinds: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  kind: {
    display: 'grid',
    gridTemplateColumns: '24px 1fr auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalL,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':last-child': { borderBottom: 'none' },
  },
  icon: { fontSize: '24px', display: 'flex', color: tokens.colorBrandForeground1 },
  name: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS },
  numbers: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground3 },
  bar: { gridColumn: '2 / -1' },
  button: { minHeight: '44px', alignSelf: 'flex-start' },
});

export function FirstDownload({ onStart }: { readonly onStart: () => void }) {
  const styles = useStyles();
  const status = useSyncStatus();
  const entities = useEntities();
  const { shell, list } = useWords();
  const { download } = shell;
  const share = downloadedShare(status);
  const left = useSecondsLeft(share);
  const needed = entities.slice(0, NEEDED);
  const mayStart = needed.every(({ entity }) => isComplete(entity.name));
  const names = needed.map(({ entity: { label, name } }) => list.title(label || name).toLowerCase());
  const conjunction = new Intl.ListFormat(useWords().language, { type: 'conjunction' });
  const headline = download.share(shell.percent(share));
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div>
          <Text as="h1" block size={700} weight="semibold" className={styles.title}>
            {download.title}
          </Text>
          <Text className={styles.quiet}>
            {left === undefined ? headline : `${headline} · ${download.secondsLeft(left)}`}
          </Text>
        </div>
        <ProgressBar value={share} thickness="large" aria-label={download.overall} />
        <ul className={styles.kinds}>
          {entities.map((index, place) => (
            <OneKind key={index.entity.name} index={index} isNeeded={place < NEEDED} />
          ))}
        </ul>
        <Text className={styles.quiet}>
          {mayStart ? download.ready : download.canStart(conjunction.format(names))} {download.goesOn}
        </Text>
        <Button
          className={styles.button}
          appearance="primary"
          size="large"
          disabledFocusable={!mayStart}
          onClick={onStart}
        >
          {shell.action.startWorking}
        </Button>
      </div>
    </main>
  );

  function isComplete(entity: string): boolean {
    return status.progress[entity] !== undefined && shareOf(status, entity) >= 1;
  }
}

function OneKind({ index, isNeeded }: { readonly index: EntityIndex; readonly isNeeded: boolean }) {
  const styles = useStyles();
  const { shell, list } = useWords();
  const { download } = shell;
  const { name, label } = index.entity;
  const { sent = 0, total = 0, bytes = 0 } = useSyncStatus().progress[name] ?? {};
  const { plain: Icon } = entityIcon(name);
  const called = list.title(label || name);
  return (
    <li className={styles.kind}>
      <span className={styles.icon}>
        <Icon aria-hidden="true" />
      </span>
      <span className={styles.name}>
        <Text weight="semibold">{called}</Text>
        {isNeeded && (
          <Badge appearance="tint" color="brand">
            {download.needed}
          </Badge>
        )}
      </span>
      <Text size={200} className={styles.numbers}>
        {total > 0 && `${download.records(sent, total)} · ${download.bytes(bytes)}`}
      </Text>
      <ProgressBar className={styles.bar} value={total === 0 ? 0 : sent / total} aria-label={called} />
    </li>
  );
}

/** How many seconds are left at the pace so far; undefined while that can't be told. */
function useSecondsLeft(share: number): number | undefined {
  const [begun] = useState(() => ({ at: performance.now(), share }));
  const [moment, setMoment] = useState({ at: begun.at, share });
  if (moment.share !== share) setMoment({ at: performance.now(), share });
  const done = moment.share - begun.share;
  const seconds = (moment.at - begun.at) / 1_000;
  return done <= 0 || seconds < 1 ? undefined : ((1 - moment.share) / done) * seconds;
}
