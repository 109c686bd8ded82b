/** What a lookup offers of one kind of record: those whose name has the words, and a new one. */
import { makeStyles, Option, OptionGroup, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useMemo } from 'react';
import { useDevice } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { useNames } from '../names.tsx';
import { findRecords } from './find-records.ts';
import { entityLabel } from './show-value.ts';

/** Begins the value of the option that makes a new record; the entity follows. */
export const MAKE_NEW = 'new:';
/** More do not fit on a tablet, and whoever looks for one types another letter. */
const SHOWN = 12;

const useStyles = makeStyles({
  option: { minHeight: '44px', boxSizing: 'border-box' },
  make: { minHeight: '44px', boxSizing: 'border-box', color: tokens.colorBrandForeground1 },
});

export function LookupMatches({
  target,
  typed,
  isAlone,
  canMake,
}: {
  readonly target: string;
  readonly typed: string;
  /** Whether the lookup names this kind of record only, so that there is no need to say which it is. */
  readonly isAlone: boolean;
  /** Whether there is a place for making a new one. */
  readonly canMake: boolean;
}) {
  const styles = useStyles();
  const device = useDevice();
  const names = useNames();
  const { record: words } = useWords();
  const { records, more } = useMemo(
    () => findRecords(device, names, { target, words: typed, limit: SHOWN }),
    [device, names, target, typed],
  );
  const index = device.metadata?.entity(target);
  const label = index === undefined ? words.people : entityLabel(index);
  const mayMake = canMake && index !== undefined && device.may('create', target).allowed;
  const options = (
    <>
      {records.map(({ entity, id, name }) => (
        <Option key={id} className={styles.option} value={`${entity}/${id}`} text={name}>
          {name || words.unnamed(label)}
        </Option>
      ))}
      {more > 0 && (
        <Option key="more" disabled text={words.moreMatches(more)}>
          {words.moreMatches(more)}
        </Option>
      )}
      {records.length === 0 && (
        <Option key="none" disabled text={words.noMatch}>
          {words.noMatch}
        </Option>
      )}
      {mayMake && (
        <Option
          key="new"
          className={styles.make}
          value={`${MAKE_NEW}${target}`}
          text={words.newOf(label)}
          checkIcon={<AddRegular />}
        >
          {words.newOf(label)}
        </Option>
      )}
    </>
  );
  return isAlone ? options : <OptionGroup label={label}>{options}</OptionGroup>;
}
