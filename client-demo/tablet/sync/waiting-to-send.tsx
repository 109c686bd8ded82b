/** The records of which something has not been sent, or not been answered yet. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useSyncStatus } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { useAllRows } from '../home/use-all-rows.ts';
import { linesOf } from '../list/row-lines.ts';
import { useShowing } from '../record/use-showing.ts';
import { hrefOf } from '../route.ts';
import { entityIcon } from '../shell/entity-icon.ts';
import { LinkRow, LinkRows } from '../shell/link-row.tsx';
import { Section } from '../shell/page.tsx';
import { useEntities } from '../shell/use-entities.ts';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3, padding: tokens.spacingHorizontalL, display: 'block' },
});

export function WaitingToSend() {
  const styles = useStyles();
  const { pending } = useSyncStatus();
  const showing = useShowing();
  const { waiting } = useWords().sync;
  const waits = useAllRows(useEntities()).flatMap(({ index, rows }) =>
    rows.filter(({ isPending }) => isPending).map((row) => ({ index, row })),
  );
  return (
    <Section
      title={waiting.title}
      aside={pending > 0 ? <Text>{waiting.count(pending)}</Text> : undefined}
      isFlush
    >
      {waits.length === 0 && <Text className={styles.quiet}>{waiting.none}</Text>}
      <LinkRows>
        {waits.map(({ row, index }) => (
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
