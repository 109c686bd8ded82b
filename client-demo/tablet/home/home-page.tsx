/** Where a day begins: what was opened last, what was refused, where two values stand, and all kinds of records. */
import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import { BranchRegular, DraftsRegular } from '@fluentui/react-icons';
import type { RecordId } from '../../../engine/index.ts';
import { useConflicts, useDevice, useDrafts, useQuery } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { linesOf } from '../list/row-lines.ts';
import { useShowing } from '../record/use-showing.ts';
import { hrefOf } from '../route.ts';
import { useTabletUser } from '../session/session-context.tsx';
import { entityIcon } from '../shell/entity-icon.ts';
import { LinkRow, LinkRows } from '../shell/link-row.tsx';
import { Page, Section } from '../shell/page.tsx';
import { useSearch } from '../shell/search-context.tsx';
import { useEntities } from '../shell/use-entities.ts';
import { useRecent } from './recent-context.tsx';
import { SearchResults } from './search-results.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
  },
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(136px, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
  icon: { fontSize: '24px', display: 'flex', color: tokens.colorBrandForeground1 },
  quiet: { color: tokens.colorNeutralForeground3, padding: tokens.spacingHorizontalL, display: 'block' },
  number: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground3 },
});

export function HomePage() {
  const styles = useStyles();
  const { home } = useWords().list;
  const user = useTabletUser();
  const { text } = useSearch();
  if (text.trim() !== '') return <SearchResults text={text.trim()} />;
  const [first = ''] = user?.name.split(' ') ?? [];
  return (
    <Page title={home.title(first)} subtitle={home.today(new Date())}>
      <div className={styles.columns}>
        <Recent />
        <Refused />
        <Conflicts />
      </div>
      <Kinds />
    </Page>
  );
}

function Recent() {
  const styles = useStyles();
  const device = useDevice();
  const showing = useShowing();
  const { home } = useWords().list;
  const recent = useRecent();
  const rows = recent.flatMap(({ entity, id }) => {
    const row = device.get(entity, id as RecordId);
    const index = device.metadata?.entity(entity);
    return row === undefined || index === undefined ? [] : [{ row, index }];
  });
  return (
    <Section title={home.recent} isFlush>
      {rows.length === 0 && <Text className={styles.quiet}>{home.recentEmpty}</Text>}
      <LinkRows>
        {rows.map(({ row, index }) => (
          <LinkRow
            key={row.id}
            href={hrefOf({ page: 'record', entity: row.entity, id: row.id })}
            icon={entityIcon(row.entity).plain}
            {...linesOf(row, index, showing)}
          />
        ))}
      </LinkRows>
    </Section>
  );
}

function Refused() {
  const styles = useStyles();
  const drafts = useDrafts();
  const device = useDevice();
  const showing = useShowing();
  const { list } = useWords();
  const { home } = list;
  const count = (
    <Badge color="danger" appearance="filled" size="large">
      {drafts.length}
    </Badge>
  );
  return (
    <Section title={home.drafts} aside={drafts.length > 0 ? count : undefined} isFlush>
      {drafts.length === 0 && <Text className={styles.quiet}>{home.draftsEmpty}</Text>}
      <LinkRows>
        {drafts.map(({ id, operations: [operation] }) => {
          if (operation === undefined) return null;
          const index = device.metadata?.entity(operation.entity);
          const label = index?.entity.label || operation.entity;
          const wanted = operation.wanted[index?.entity.primaryName ?? ''];
          const name =
            showing.nameOf(operation) ?? (typeof wanted === 'string' ? wanted : list.unnamed(label));
          const fields = Object.keys(operation.wanted).map(
            (field) => index?.attribute(field)?.label || field,
          );
          return (
            <LinkRow
              key={id}
              href={hrefOf({ page: 'draft', id })}
              icon={DraftsRegular}
              name={name}
              below={home.fields(fields)}
            />
          );
        })}
      </LinkRows>
    </Section>
  );
}

/** Where this user and somebody else wrote the same field; nothing is shown where nobody did. */
function Conflicts() {
  const device = useDevice();
  const showing = useShowing();
  const { home } = useWords().list;
  const rows = useConflicts();
  if (rows.length === 0) return null;
  const count = (
    <Badge color="warning" appearance="tint" size="large">
      {rows.length}
    </Badge>
  );
  return (
    <Section title={home.conflicts} aside={count} isFlush>
      <LinkRows>
        {rows.map((row) => {
          const index = device.metadata?.entity(row.entity);
          if (index === undefined) return null;
          const fields = row.conflicts.map((field) => index.attribute(field)?.label || field);
          return (
            <LinkRow
              key={row.id}
              href={hrefOf({ page: 'record', entity: row.entity, id: row.id })}
              icon={BranchRegular}
              name={linesOf(row, index, showing).name}
              below={home.fields(fields)}
            />
          );
        })}
      </LinkRows>
    </Section>
  );
}

function Kinds() {
  const styles = useStyles();
  const { home } = useWords().list;
  const entities = useEntities();
  return (
    <Section title={home.browse}>
      <div className={styles.tiles}>
        {entities.map(({ entity: { name, label } }) => (
          <Kind key={name} entity={name} label={label || name} />
        ))}
      </div>
    </Section>
  );
}

function Kind({ entity, label }: { readonly entity: string; readonly label: string }) {
  const styles = useStyles();
  const { list, shell } = useWords();
  const { total } = useQuery(entity, { limit: 0 });
  const { plain: Icon } = entityIcon(entity);
  return (
    <a className={styles.tile} href={hrefOf({ page: 'list', entity })}>
      <span className={styles.icon}>
        <Icon aria-hidden="true" />
      </span>
      <Text weight="semibold">{list.title(label)}</Text>
      <Text size={200} className={styles.number}>
        {shell.count(total)}
      </Text>
    </a>
  );
}
