/** Whose tablet it is; another user is another device, on storage of its own. */
import { Avatar, Dropdown, makeStyles, mergeClasses, Option, tokens } from '@fluentui/react-components';
import { useWords } from '../../words/index.ts';
import { useSession, useTabletState, useTabletUser } from '../session/session-context.tsx';

const useStyles = makeStyles({
  picker: { minHeight: '44px', minWidth: 0, width: '184px' },
  narrow: { width: '132px' },
  chosen: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  option: { minHeight: '44px' },
  person: { display: 'flex', flexDirection: 'column' },
  title: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export function UserPicker({ isNarrow }: { readonly isNarrow: boolean }) {
  const styles = useStyles();
  const { header } = useWords().shell;
  const session = useSession();
  const { setup } = useTabletState();
  const user = useTabletUser();
  if (setup === undefined || user === undefined) return null;
  return (
    <Dropdown
      className={mergeClasses(styles.picker, isNarrow && styles.narrow)}
      appearance="filled-lighter"
      aria-label={header.user}
      value={user.name}
      selectedOptions={[user.id]}
      positioning={{ align: 'end', autoSize: true }}
      button={
        <span className={styles.chosen}>
          <Avatar name={user.name} size={24} color="colorful" idForColor={user.id} aria-hidden="true" />
          <span className={styles.name}>{user.name}</span>
        </span>
      }
      onOptionSelect={(_, { optionValue }) => {
        if (optionValue !== undefined && optionValue !== user.id) void session.choose(optionValue);
      }}
    >
      {setup.users.map(({ id, name, title }) => (
        <Option key={id} value={id} text={name} className={styles.option}>
          <Avatar name={name} size={28} color="colorful" idForColor={id} aria-hidden="true" />
          <span className={styles.person}>
            {name}
            <span className={styles.title}>{title}</span>
          </span>
        </Option>
      ))}
    </Dropdown>
  );
}
