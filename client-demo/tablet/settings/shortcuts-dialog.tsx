/** What single keys do. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useWords } from '../../words/index.ts';
import { useShortcut } from '../shell/use-shortcut.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
  },
  key: {
    justifySelf: 'start',
    minWidth: '20px',
    textAlign: 'center',
    paddingInline: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalXXS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
  meaning: { margin: 0 },
  button: { minHeight: '44px' },
});

/** Opens itself with `?`. */
export function ShortcutsDialog() {
  const styles = useStyles();
  const { keys } = useWords().settings;
  const [isOpen, setOpen] = useState(false);
  useShortcut('?', () => setOpen(true));
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setOpen(open)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{keys.show}</DialogTitle>
          <DialogContent>
            <ShortcutList />
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button className={styles.button}>{keys.close}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The keys, and what each does. */
export function ShortcutList() {
  const styles = useStyles();
  const { keys } = useWords().settings;
  return (
    <dl className={styles.list}>
      {keys.list.map(([key, meaning]) => (
        <Shortcut key={key} name={key} meaning={meaning} />
      ))}
    </dl>
  );
}

function Shortcut({ name, meaning }: { readonly name: string; readonly meaning: string }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.key}>{name}</dt>
      <dd className={styles.meaning}>{meaning}</dd>
    </>
  );
}
