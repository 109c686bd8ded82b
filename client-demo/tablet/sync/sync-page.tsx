/** Where the device stands: one sentence, what waits, what is here, and how full the storage is. */
import { Button, MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useDevice, useSyncStatus } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { useNotices } from '../notices.tsx';
import { useNetwork, useTabletState } from '../session/session-context.tsx';
import { Page, Section } from '../shell/page.tsx';
import { useShownStatus } from '../status/use-shown-status.ts';
import { DownloadAgain } from './download-again.tsx';
import { OnThisDevice } from './on-this-device.tsx';
import { sentenceOf } from './sync-sentence.ts';
import { WaitingToSend } from './waiting-to-send.tsx';

const useStyles = makeStyles({
  lead: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    alignItems: 'flex-start',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  button: { minHeight: '44px' },
});

export function SyncPage() {
  const styles = useStyles();
  const device = useDevice();
  const status = useSyncStatus();
  const shown = useShownStatus();
  const network = useNetwork();
  const { shell, sync, language } = useWords();
  const [isBusy, setBusy] = useState(false);
  const { lastSync } = status;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const syncNow = (): void => {
    setBusy(true);
    // Why it does not work is in the status.
    device.syncNow().then(
      () => setBusy(false),
      () => setBusy(false),
    );
  };
  const sentence = sentenceOf(shown, status, shell);
  return (
    <Page title={sync.title}>
      <Section title={shell.nav.sync}>
        <div className={styles.lead}>
          {shown.kind === 'attention' ? (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>{sentence}</MessageBarBody>
            </MessageBar>
          ) : (
            <Text size={400}>{sentence}</Text>
          )}
          <Text className={styles.quiet}>
            {lastSync === null ? sync.never : sync.last(time.format(lastSync))}
          </Text>
          <div className={styles.actions}>
            <Button
              className={styles.button}
              appearance="primary"
              icon={<ArrowSyncRegular />}
              disabledFocusable={isBusy || !network.isOn || shown.kind === 'attention'}
              onClick={syncNow}
            >
              {sync.now}
            </Button>
            <CopyDetails />
          </div>
        </div>
      </Section>
      <WaitingToSend />
      <OnThisDevice />
      <DownloadAgain />
    </Page>
  );
}

/** What somebody who helps would ask for: no names and no values. */
function CopyDetails() {
  const styles = useStyles();
  const device = useDevice();
  const { setup, user } = useTabletState();
  const { details } = useWords().sync;
  const { tell } = useNotices();
  const copy = (): void => {
    const { status, metadata, deviceNumber } = device;
    const said = {
      ...{ organization: setup?.organization, user, deviceNumber, status },
      metadataVersion: metadata?.metadata.version ?? null,
      drafts: device.drafts().map(({ id, why: { code }, since }) => ({ id, code, since })),
      browser: navigator.userAgent,
    };
    navigator.clipboard.writeText(JSON.stringify(said, null, 2)).then(
      () => tell({ text: details.copied }),
      () => tell({ text: details.failed }),
    );
  };
  return (
    <Button className={styles.button} icon={<CopyRegular />} onClick={copy}>
      {details.copy}
    </Button>
  );
}
