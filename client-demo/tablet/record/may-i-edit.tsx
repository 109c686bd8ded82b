/** *May I edit?*: what the user may do with a record, and why not, as far as this device knows. */

import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleRegular, ProhibitedRegular, ShieldQuestionRegular } from '@fluentui/react-icons';
import type { EntityIndex, May, Privilege, RecordHandle } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { PartHeading } from '../heading.tsx';
import { useFormStyles } from './form-styles.ts';
import { labelOf, type Showing } from './show-value.ts';

const asked = ['read', 'write', 'delete', 'assign', 'append-to'] as const satisfies readonly Privilege[];

const useStyles = makeStyles({
  surface: {
    maxWidth: 'min(360px, 90vw)',
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
  },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: { display: 'flex', columnGap: tokens.spacingHorizontalS, paddingBlock: tokens.spacingVerticalXS },
  yes: { color: tokens.colorStatusSuccessForeground1, flexShrink: 0 },
  no: { color: tokens.colorNeutralForeground3, flexShrink: 0 },
  why: { color: tokens.colorNeutralForeground2 },
});

export function MayIEdit({
  record,
  index,
  showing,
}: {
  readonly record: RecordHandle;
  readonly index: EntityIndex;
  readonly showing: Showing;
}) {
  const styles = useStyles();
  const shared = useFormStyles();
  const device = useDevice();
  const { may: words } = showing.words.record;
  return (
    <Popover withArrow trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button className={shared.button} appearance="subtle" icon={<ShieldQuestionRegular />}>
          {words.title}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={words.title} tabIndex={-1}>
        <PartHeading>{words.title}</PartHeading>
        <ul className={styles.list}>
          {asked.map((privilege) => (
            <Right key={privilege} what={words[privilege]} may={record.may(privilege)} showing={showing} />
          ))}
          {index.entity.attributes
            .filter(({ secured, name }) => secured && record.may('read', name).allowed)
            .map((attribute) => (
              <Right
                key={attribute.name}
                what={words.column(labelOf(attribute))}
                may={record.may('write', attribute.name)}
                showing={showing}
              />
            ))}
        </ul>
        <Text size={200} className={styles.why}>
          {asKnown(device.status.lastSync, showing)}
        </Text>
      </PopoverSurface>
    </Popover>
  );
}

function Right({
  what,
  may,
  showing,
}: {
  readonly what: string;
  readonly may: May;
  readonly showing: Showing;
}) {
  const styles = useStyles();
  const { may: words } = showing.words.record;
  const Icon = may.allowed ? CheckmarkCircleRegular : ProhibitedRegular;
  return (
    <li className={styles.item}>
      <Icon
        fontSize={20}
        className={may.allowed ? styles.yes : styles.no}
        aria-label={may.allowed ? words.allowed : words.refused}
      />
      <span>
        <Text block weight="semibold">
          {what}
        </Text>
        {!may.allowed && (
          <Text block size={200} className={styles.why}>
            {words.reasons[may.code]}
          </Text>
        )}
      </span>
    </li>
  );
}

function asKnown(lastSync: number | null, { words, locale, zone }: Showing): string {
  const { may } = words.record;
  if (lastSync === null) return may.never;
  return may.asKnown(
    new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone }).format(lastSync),
  );
}
