/** The head of a record: what it is called, whose it is, what became of the last edit, and what can be done with it. */

import {
  Avatar,
  Button,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons';
import type { EntityIndex, RecordHandle } from '../../../engine/index.ts';
import { PageHeading } from '../heading.tsx';
import { useFormStyles } from './form-styles.ts';
import { MayIEdit } from './may-i-edit.tsx';
import { entityLabel, type Showing } from './show-value.ts';
import { SyncMark, type SyncMarkState } from './sync-mark.tsx';

const useStyles = makeStyles({
  header: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  title: { overflowWrap: 'anywhere' },
  entity: { color: tokens.colorNeutralForeground3 },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
  },
  owner: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  actions: { marginInlineStart: 'auto', display: 'flex', flexWrap: 'wrap' },
});

export interface RecordHeaderProps {
  readonly record: RecordHandle;
  readonly index: EntityIndex;
  readonly showing: Showing;
  readonly name: string;
  /** What its owner is called; undefined where nobody owns such records. */
  readonly owner: string | undefined;
  readonly mark: SyncMarkState;
  /** The drafts that are about this record. */
  readonly drafts: readonly { readonly id: string }[];
  /** Who else has it open. */
  readonly others: readonly string[];
  readonly onDelete: () => void;
}

export function RecordHeader(props: RecordHeaderProps) {
  const { record, index, showing, name, owner, mark, drafts, others, onDelete } = props;
  const styles = useStyles();
  const shared = useFormStyles();
  const { record: words } = showing.words;
  const [first] = drafts;
  return (
    <header className={styles.header}>
      <Text size={200} className={styles.entity}>
        {entityLabel(index)}
      </Text>
      <PageHeading>{name}</PageHeading>
      <div className={styles.line}>
        {owner !== undefined && (
          <span className={styles.owner}>
            <Avatar name={owner} size={20} color="colorful" aria-hidden="true" />
            <Text size={200}>{words.ownedBy(owner)}</Text>
          </span>
        )}
        <SyncMark state={mark} />
        {others.length > 0 && (
          <span className={styles.owner} role="status">
            {others.map((other) => (
              <Avatar
                key={other}
                name={other}
                size={24}
                color="colorful"
                badge={{ status: 'available' }}
                aria-hidden="true"
              />
            ))}
            <Text size={200}>{words.alsoHere(new Intl.ListFormat(showing.locale).format(others))}</Text>
          </span>
        )}
        <span className={styles.actions}>
          <MayIEdit {...{ record, index, showing }} />
          {record.may('delete').allowed && (
            <Button className={shared.button} appearance="subtle" icon={<DeleteRegular />} onClick={onDelete}>
              {words.delete}
            </Button>
          )}
        </span>
      </div>
      {first !== undefined && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {words.sync.refusedCount(drafts.length)}{' '}
            <Link href={drafts.length === 1 ? `#/drafts/${first.id}` : '#/drafts'}>
              {drafts.length === 1 ? words.sync.openDraft : words.sync.openDrafts}
            </Link>
          </MessageBarBody>
        </MessageBar>
      )}
    </header>
  );
}
