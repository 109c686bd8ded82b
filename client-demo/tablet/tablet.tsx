/** The tablet as a whole: what it looks like, whose it is, and what stands in while its device is not open. */
import { FluentProvider, makeStyles, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { PlugDisconnectedRegular, TabDesktopMultipleRegular } from '@fluentui/react-icons';
import { useEffect, useMemo } from 'react';
import { DeviceProvider } from '../../engine/react/index.ts';
import { useWords } from '../words/index.ts';
import { NamesProvider } from './names.tsx';
import { NoticesProvider } from './notices.tsx';
import { OpenTablet } from './open-tablet.tsx';
import type { KeptTexts } from './session/kept-texts.ts';
import { PreferencesProvider, usePreferences } from './session/preferences.tsx';
import { SessionProvider, useSession, useTabletState } from './session/session-context.tsx';
import type { TabletSession } from './session/tablet-session.ts';
import { Header } from './shell/header.tsx';
import { useLayout } from './shell/use-layout.ts';
import { DidNotOpen } from './standing-in/did-not-open.tsx';
import { StandIn } from './standing-in/stand-in.tsx';

const useStyles = makeStyles({
  // The height of what is left above a phone's keyboard.
  tablet: { height: '100dvh', display: 'flex', flexDirection: 'column', overflow: 'hidden' },
});

interface TabletProps {
  readonly session: TabletSession;
  readonly kept: KeptTexts;
}

export function Tablet({ session, kept }: TabletProps) {
  useEffect(() => {
    void session.start();
    return () => void session.close();
  }, [session]);
  return (
    <PreferencesProvider kept={kept}>
      <SessionProvider value={session}>
        <Themed kept={kept} />
      </SessionProvider>
    </PreferencesProvider>
  );
}

function Themed({ kept }: { readonly kept: KeptTexts }) {
  const styles = useStyles();
  const { isDark } = usePreferences();
  const { language } = useWords();
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [language, isDark]);
  return (
    <FluentProvider className={styles.tablet} theme={isDark ? webDarkTheme : webLightTheme} dir="ltr">
      <NoticesProvider>
        <Phase kept={kept} />
      </NoticesProvider>
    </FluentProvider>
  );
}

function Phase({ kept }: { readonly kept: KeptTexts }) {
  const session = useSession();
  const { setup, user, phase } = useTabletState();
  const { shell } = useWords();
  const layout = useLayout();
  const names = useMemo(() => new Map(setup?.users.map(({ id, name }) => [id, name])), [setup]);
  if (phase.kind === 'open') {
    return (
      <DeviceProvider value={phase.device}>
        <NamesProvider value={names}>
          <OpenTablet key={user} kept={kept} />
        </NamesProvider>
      </DeviceProvider>
    );
  }
  const again = { word: shell.action.tryAgain, run: () => void session.start() };
  return (
    <>
      <Header layout={layout} />
      {(phase.kind === 'starting' || phase.kind === 'opening') && <StandIn title={shell.starting} />}
      {phase.kind === 'unknown' && (
        <StandIn isUrgent icon={PlugDisconnectedRegular} {...shell.unknown} action={again} />
      )}
      {phase.kind === 'elsewhere' && <StandIn icon={TabDesktopMultipleRegular} {...shell.elsewhere} />}
      {phase.kind === 'failed' && <DidNotOpen error={phase.error} onTryAgain={() => void session.reopen()} />}
    </>
  );
}
