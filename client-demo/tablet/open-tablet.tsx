/** A tablet whose device is open: header, navigation and the page that the address names. */
import {
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  ProgressBar,
} from '@fluentui/react-components';
import { ShieldErrorRegular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { useMetadata, useSyncStatus } from '../../engine/react/index.ts';
import { useWords } from '../words/index.ts';
import { RecentRecords } from './home/recent.ts';
import { RecentProvider } from './home/recent-context.tsx';
import { ListMemoryProvider } from './list/list-memory.tsx';
import { Pages } from './pages.tsx';
import { hrefOf } from './route.ts';
import type { KeptTexts } from './session/kept-texts.ts';
import { useTabletState } from './session/session-context.tsx';
import { ShortcutsDialog } from './settings/shortcuts-dialog.tsx';
import { Header } from './shell/header.tsx';
import { Navigation } from './shell/navigation.tsx';
import { SearchProvider } from './shell/search-context.tsx';
import { SearchField } from './shell/search-field.tsx';
import { useLayout } from './shell/use-layout.ts';
import { FirstDownload } from './standing-in/first-download.tsx';
import { NotMetYet } from './standing-in/not-met-yet.tsx';
import { StandIn } from './standing-in/stand-in.tsx';
import { Announcer } from './status/announcer.tsx';
import { StatusPill } from './status/status-pill.tsx';
import { useShownStatus } from './status/use-shown-status.ts';
import { sentenceOf } from './sync/sync-sentence.ts';

const useStyles = makeStyles({
  below: { flexGrow: 1, minHeight: 0, display: 'flex' },
  main: { flexGrow: 1, minWidth: 0, minHeight: 0, display: 'flex' },
});

export function OpenTablet({ kept }: { readonly kept: KeptTexts }) {
  const { setup, user } = useTabletState();
  const recent = useMemo(
    () => new RecentRecords(kept, `${setup?.organization}/${user}`),
    [kept, setup?.organization, user],
  );
  return (
    <SearchProvider>
      <ListMemoryProvider>
        <RecentProvider value={recent}>
          <Shell />
        </RecentProvider>
      </ListMemoryProvider>
    </SearchProvider>
  );
}

function Shell() {
  const styles = useStyles();
  const layout = useLayout();
  const { shell } = useWords();
  const status = useSyncStatus();
  const shown = useShownStatus();
  const isProvisioned = useMetadata() !== undefined;
  const [hasStarted, setStarted] = useState(false);
  const pill = <StatusPill status={shown} />;
  if (status.state === 'revoked') {
    return (
      <>
        <Header layout={layout} />
        <StandIn isUrgent icon={ShieldErrorRegular} {...shell.revoked} />
      </>
    );
  }
  if (!isProvisioned) {
    return (
      <>
        <Header layout={layout} pill={pill} />
        <NotMetYet />
      </>
    );
  }
  const isDownloading = shown.kind === 'downloading';
  if (isDownloading && !hasStarted) {
    return (
      <>
        <Header layout={layout} pill={pill} />
        <Announcer status={shown} />
        <FirstDownload onStart={() => setStarted(true)} />
      </>
    );
  }
  return (
    <>
      <Header layout={layout} search={<SearchField isWhole={layout === 'phone'} />} pill={pill} />
      {isDownloading && <ProgressBar value={shown.share} aria-label={shell.download.overall} />}
      {shown.kind === 'attention' && (
        <MessageBar intent="error">
          <MessageBarBody>{sentenceOf(shown, status, shell)}</MessageBarBody>
          <MessageBarActions>
            <Link href={hrefOf({ page: 'sync' })}>{shell.action.openSync}</Link>
          </MessageBarActions>
        </MessageBar>
      )}
      <div className={styles.below}>
        {layout !== 'phone' && <Navigation where="rail" />}
        <main className={styles.main}>
          <Pages layout={layout} />
        </main>
      </div>
      {layout === 'phone' && <Navigation where="bar" />}
      <Announcer status={shown} />
      <ShortcutsDialog />
    </>
  );
}
