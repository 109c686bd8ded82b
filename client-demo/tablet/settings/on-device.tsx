/** Installing the tablet as an app, and having the browser keep its data. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useWords } from '../../words/index.ts';
import { Section } from '../shell/page.tsx';
import { installation, useInstallation } from './installation.ts';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  quiet: { color: tokens.colorNeutralForeground3, display: 'block' },
  button: { minHeight: '44px' },
});

export function OnDevice() {
  const styles = useStyles();
  const { install } = useWords().settings;
  const state = useInstallation();
  const { isKept, keep } = useKeeping();
  return (
    <Section title={install.title}>
      <div className={styles.stack}>
        <div className={styles.line}>
          <div>
            <Text weight="semibold">{install.app}</Text>
            <Text size={200} className={styles.quiet}>
              {state === 'by-browser' ? install.byBrowser : install.appHint}
            </Text>
          </div>
          {state === 'offered' && (
            <Button className={styles.button} onClick={() => installation.install()}>
              {install.install}
            </Button>
          )}
          {state === 'installed' && <Text>{install.installed}</Text>}
        </div>
        <div className={styles.line}>
          <div>
            <Text weight="semibold">{install.keep}</Text>
            <Text size={200} className={styles.quiet}>
              {isKept === undefined ? install.keepHint : isKept ? install.kept : install.notKept}
            </Text>
          </div>
          {isKept !== true && (
            <Button className={styles.button} onClick={keep}>
              {install.keepAction}
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}

/** Whether the browser promised to keep what is stored; undefined before it was asked. */
function useKeeping(): { readonly isKept: boolean | undefined; readonly keep: () => void } {
  const [isKept, setKept] = useState<boolean>();
  useEffect(() => {
    navigator.storage?.persisted().then(
      (kept) => setKept((known) => (kept ? true : known)),
      () => undefined,
    );
  }, []);
  const keep = (): void => {
    navigator.storage?.persist().then(setKept, () => setKept(false));
  };
  return { isKept, keep };
}
