/** What refers to a record: one list for each relationship in which it is the one of many. */

import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useState } from 'react';
import type { MetadataIndex, RecordId, Relationship, ViewRow } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { PartHeading } from '../heading.tsx';
import { entityLabel, labelOf, type Showing } from './show-value.ts';

/** More is found in the list of the entity. */
const SHOWN = 50;

const useStyles = makeStyles({
  lists: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXL },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    alignItems: 'center',
    minHeight: '44px',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  none: { color: tokens.colorNeutralForeground3 },
});

/** The relationships that have a list: those whose records this device may hold and show. */
export function shownRelationships(metadata: MetadataIndex, entity: string): readonly Relationship[] {
  return metadata.childrenOf(entity).filter(({ child }) => metadata.entity(child)?.isOffline === true);
}

export function RelatedLists({
  metadata,
  entity,
  id,
  showing,
}: {
  readonly metadata: MetadataIndex;
  readonly entity: string;
  readonly id: RecordId;
  readonly showing: Showing;
}) {
  const styles = useStyles();
  return (
    <div className={styles.lists}>
      {shownRelationships(metadata, entity).map((relationship) => (
        <RelatedList key={relationship.name} {...{ metadata, relationship, id, showing }} />
      ))}
    </div>
  );
}

function RelatedList({
  metadata,
  relationship: { parent, child, attribute },
  id,
  showing,
}: {
  readonly metadata: MetadataIndex;
  readonly relationship: Relationship;
  readonly id: RecordId;
  readonly showing: Showing;
}) {
  const styles = useStyles();
  const index = metadata.entity(child);
  const { rows, total } = useRelated({ parent, child, attribute, id });
  if (index === undefined) return null;
  const { record: words } = showing.words;
  const label = entityLabel(index);
  const lookup = index.attribute(attribute);
  const isOnlyWay = metadata.childrenOf(parent).filter((other) => other.child === child).length === 1;
  const title =
    isOnlyWay || lookup === undefined
      ? words.relatedList.title(label, total)
      : words.relatedList.titleBy(label, labelOf(lookup), total);
  return (
    <section aria-label={label}>
      <PartHeading>{title}</PartHeading>
      {rows.length === 0 && <Text className={styles.none}>{words.relatedList.none}</Text>}
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id} className={styles.item}>
            <Link href={`#/${child}/${row.id}`}>
              {String(row.values[index.entity.primaryName] ?? words.unnamed(label))}
            </Link>
          </li>
        ))}
      </ul>
      {total > rows.length && (
        <Text className={styles.none}>{words.relatedList.more(total - rows.length)}</Text>
      )}
    </section>
  );
}

interface Related {
  readonly rows: readonly ViewRow[];
  readonly total: number;
}

function useRelated(of: {
  readonly parent: string;
  readonly child: string;
  readonly attribute: string;
  readonly id: RecordId;
}): Related {
  const device = useDevice();
  const { parent, child, attribute, id } = of;
  const [related, setRelated] = useState<Related>({ rows: [], total: 0 });
  const primary = useMemo(() => device.metadata?.entity(child)?.entity.primaryName, [device, child]);
  useEffect(() => {
    if (primary === undefined) return undefined;
    const where = { attribute, operator: 'equal', value: { entity: parent, id } } as const;
    const query = device.query(child, { where, orderBy: [{ attribute: primary }], limit: SHOWN });
    const end = query.subscribe((rows) => setRelated({ rows, total: query.total }));
    return () => {
      end();
      query.close();
    };
  }, [device, parent, child, attribute, id, primary]);
  return related;
}
