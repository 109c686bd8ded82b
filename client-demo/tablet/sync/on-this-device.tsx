/** What is on the device: of each kind how much and from when, and how full the storage is. */
import {
  makeStyles,
  ProgressBar,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { EntityIndex } from '../../../engine/index.ts';
import { useQuery, useSyncStatus } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { Section } from '../shell/page.tsx';
import { useEntities } from '../shell/use-entities.ts';
import { shareOf } from '../status/shown-status.ts';
import { useStorageEstimate } from './use-storage-estimate.ts';

/** From where on the storage is said to be almost full. */
const ALMOST_FULL = 0.9;

const useStyles = makeStyles({
  number: { fontVariantNumeric: 'tabular-nums' },
  storage: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalL,
  },
});

export function OnThisDevice() {
  const styles = useStyles();
  const { device: words } = useWords().sync;
  const entities = useEntities();
  return (
    <Section title={words.title} isFlush>
      <Table aria-label={words.title}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.entity}</TableHeaderCell>
            <TableHeaderCell>{words.records}</TableHeaderCell>
            <TableHeaderCell>{words.changed}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {entities.map((index) => (
            <OneKind key={index.entity.name} index={index} />
          ))}
        </TableBody>
      </Table>
      <Storage className={styles.storage} />
    </Section>
  );
}

const newest = { orderBy: [{ attribute: 'modifiedon', descending: true }], limit: 1 };

function OneKind({ index }: { readonly index: EntityIndex }) {
  const styles = useStyles();
  const { list, shell, sync, language } = useWords();
  const { name, label } = index.entity;
  const share = shareOf(useSyncStatus(), name);
  const { total, rows } = useQuery(name, newest);
  const [last] = rows;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <TableRow>
      <TableCell>{list.title(label || name)}</TableCell>
      <TableCell className={styles.number}>
        {share < 1 ? shell.download.rest(shell.percent(share)) : shell.count(total)}
      </TableCell>
      <TableCell>{last === undefined ? sync.device.never : time.format(last.system.modifiedon)}</TableCell>
    </TableRow>
  );
}

function Storage({ className }: { readonly className: string }) {
  const { sync, shell } = useWords();
  const { lastSync } = useSyncStatus();
  const use = useStorageEstimate(lastSync);
  if (use === undefined || use.quota === 0) return null;
  const share = use.used / use.quota;
  const isLow = share > ALMOST_FULL;
  const text = isLow ? sync.device.low(shell.percent(share)) : sync.device.used(use.used, use.quota);
  return (
    <div className={className}>
      <Text weight="semibold">{sync.device.storage}</Text>
      <ProgressBar value={share} color={isLow ? 'error' : 'brand'} aria-label={sync.device.storage} />
      <Text size={200}>{text}</Text>
    </div>
  );
}
