/** What matches among all kinds of records, a few of each. */
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { useDeferredValue, useMemo } from 'react';
import { useWords } from '../../words/index.ts';
import { linesOf } from '../list/row-lines.ts';
import { searchRows } from '../list/search-rows.ts';
import { useShowing } from '../record/use-showing.ts';
import { hrefOf } from '../route.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { entityIcon } from '../shell/entity-icon.ts';
import { LinkRow, LinkRows } from '../shell/link-row.tsx';
import { Page, Section } from '../shell/page.tsx';
import { useEntities } from '../shell/use-entities.ts';
import { useAllRows } from './use-all-rows.ts';

/** How many of a kind are shown at first. */
const SHOWN = 5;

const useStyles = makeStyles({
  more: {
    display: 'inline-flex',
    alignItems: 'center',
    minHeight: '44px',
    paddingInline: tokens.spacingHorizontalL,
  },
});

export function SearchResults({ text }: { readonly text: string }) {
  const styles = useStyles();
  const showing = useShowing();
  const { list } = useWords();
  const { search, empty } = list;
  const all = useAllRows(useEntities());
  const searched = useDeferredValue(text);
  const found = useMemo(
    () =>
      all
        .map(({ index, rows }) => ({ index, rows: searchRows(rows, searched, index) }))
        .filter(({ rows }) => rows.length > 0),
    [all, searched],
  );
  const total = found.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <Page title={search.title(text)} subtitle={search.found(total)}>
      {total === 0 && (
        <EmptyState icon={SearchRegular} title={empty.noMatch(text)} hint={empty.noMatchHint} />
      )}
      {found.map(({ index, rows }) => {
        const { name, label } = index.entity;
        return (
          <Section key={name} title={list.title(label || name)} isFlush>
            <LinkRows>
              {rows.slice(0, SHOWN).map((row) => (
                <LinkRow
                  key={row.id}
                  href={hrefOf({ page: 'record', entity: name, id: row.id })}
                  icon={entityIcon(name).plain}
                  {...linesOf(row, index, showing)}
                />
              ))}
            </LinkRows>
            {rows.length > SHOWN && (
              <Link className={styles.more} href={hrefOf({ page: 'list', entity: name })}>
                {search.more(rows.length, label || name)}
              </Link>
            )}
          </Section>
        );
      })}
    </Page>
  );
}
