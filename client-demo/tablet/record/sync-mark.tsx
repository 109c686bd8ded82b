/** What has become of the last edit of a record: never more than is true. */
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  ArrowSync16Regular,
  CheckmarkCircle16Filled,
  ErrorCircle16Filled,
  Tablet16Regular,
  Warning16Filled,
} from '@fluentui/react-icons';
import { useWords } from '../../words/index.ts';

/** `saved`: on this device alone. `accepted`: by the relay. `refused`: there is a draft. The others: not even here. */
export type SyncMarkState = 'saved' | 'accepted' | 'refused' | 'saving' | 'notSaved';

const useStyles = makeStyles({
  mark: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    paddingInline: tokens.spacingHorizontalS,
    minHeight: '24px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'nowrap',
  },
  accepted: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorStatusSuccessForeground1,
  },
  refused: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1,
  },
});

const icons = {
  saved: Tablet16Regular,
  accepted: CheckmarkCircle16Filled,
  refused: ErrorCircle16Filled,
  saving: ArrowSync16Regular,
  notSaved: Warning16Filled,
};

export function SyncMark({ state }: { readonly state: SyncMarkState }) {
  const styles = useStyles();
  const { sync } = useWords().record;
  const Icon = icons[state];
  return (
    <span
      role="status"
      className={mergeClasses(
        styles.mark,
        state === 'accepted' && styles.accepted,
        (state === 'refused' || state === 'notSaved') && styles.refused,
      )}
    >
      <Icon aria-hidden="true" />
      <Text size={200} weight="semibold">
        {sync[state]}
      </Text>
    </span>
  );
}
