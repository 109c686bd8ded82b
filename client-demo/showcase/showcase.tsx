/** The demo page: two tablets, the relay between them, and a play of a minute in which both are used. */
import {
  Button,
  FluentProvider,
  makeStyles,
  mergeClasses,
  Tab,
  TabList,
  Text,
  tokens,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useWords } from '../words/index.ts';
import { Player } from './play/player.ts';
import { TabletHands } from './play/tablet-hands.ts';
import type { Pace } from './play/tempo.ts';
import { playTheMinute, STEPS } from './play/the-minute.ts';
import { PlayBar } from './play-bar.tsx';
import { RelayPanel } from './relay-panel.tsx';
import { giveRight, type ShowcaseSetup, type Side } from './setup.ts';
import { useStageLayout } from './stage-layout.ts';
import { type FrameWindows, TabletFrame } from './tablet-frame.tsx';
import { useIsDark } from './use-is-dark.ts';
import { lookAtBoth, useFeed, useIdentity, useSetup } from './use-showcase.ts';

const useStyles = makeStyles({
  page: {
    minHeight: '100dvh',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  narrow: { height: '100dvh', padding: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalS },
  title: { margin: 0 },
  stage: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(260px, 420px) auto',
    justifyContent: 'center',
    columnGap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  tabs: { display: 'block', position: 'relative', flexGrow: 1, minHeight: 0 },
  pane: { position: 'absolute', inset: 0 },
  // A frame that is taken away would begin anew.
  away: { visibility: 'hidden' },
  button: { minHeight: '44px' },
});

type Pane = Side | 'relay';

export function Showcase({ pace }: { readonly pace: Pace }) {
  const isDark = useIsDark();
  const { language, showcase } = useWords();
  const { setup, again } = useSetup();
  const styles = useStyles();
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
    document.body.style.margin = '0';
    document.title = showcase.title;
  }, [language, isDark, showcase.title]);
  return (
    <FluentProvider theme={isDark ? webDarkTheme : webLightTheme}>
      {setup === 'missing' && (
        <main className={styles.page}>
          <Text role="alert">{showcase.notThere}</Text>
          <div>
            <Button className={styles.button} onClick={again}>
              {showcase.tryAgain}
            </Button>
          </div>
        </main>
      )}
      {setup === undefined && <main className={styles.page}>{showcase.loading}</main>}
      {typeof setup === 'object' && <OpenShowcase {...{ setup, pace }} />}
    </FluentProvider>
  );
}

function OpenShowcase({ setup, pace }: { readonly setup: ShowcaseSetup; readonly pace: Pace }) {
  const styles = useStyles();
  const words = useWords();
  const { showcase } = words;
  const layout = useStageLayout();
  const frames = useRef<Record<Side, HTMLIFrameElement | null>>({ left: null, right: null });
  const [windows] = useState<FrameWindows>(() => ({
    left: () => frames.current.left?.contentWindow ?? undefined,
    right: () => frames.current.right?.contentWindow ?? undefined,
  }));
  const { feed, latest } = useFeed();
  const identity = useIdentity(windows);
  const [pane, setPane] = useState<Pane>('left');
  const [player] = useState(() => new Player(pace, (error) => reportError(error)));
  const play = useSyncExternalStore(
    (listener) => player.subscribe(listener),
    () => player.state,
  );
  useEffect(() => () => player.stop(), [player]);
  const begin = (): void =>
    void player.play(async ({ tempo, say, point }) => {
      const handsOf = (side: Side): TabletHands =>
        new TabletHands({
          ...{ side, tempo, words, window: windows[side] },
          onPoint: (where) => {
            if (where !== undefined) setPane(side);
            point(where);
          },
        });
      await playTheMinute({
        ...{ tempo, words, setup, say, giveRight },
        ...{ left: handsOf('left'), right: handsOf('right') },
        decided: () => latest().entries,
        identity: () => lookAtBoth(windows),
      });
    });
  const isTabbed = layout.kind === 'tabs';
  const paneStyle = (one: Pane): string | undefined =>
    isTabbed ? mergeClasses(styles.pane, pane !== one && styles.away) : undefined;
  const frameOf = (side: Side) => (
    <div className={paneStyle(side)}>
      <TabletFrame
        {...{ side, layout, point: play.point, user: setup.start[side] }}
        onFrame={(frame) => {
          frames.current[side] = frame;
        }}
      />
    </div>
  );
  return (
    <main className={mergeClasses(styles.page, isTabbed && styles.narrow)}>
      <Text as="h1" size={isTabbed ? 400 : 600} weight="semibold" className={styles.title}>
        {showcase.title}
      </Text>
      <PlayBar
        state={play}
        steps={STEPS}
        onPlay={begin}
        onPause={() => player.pause()}
        onResume={() => player.resume()}
        onStop={() => player.stop()}
      />
      {isTabbed && (
        <TabList
          aria-label={showcase.panes}
          selectedValue={pane}
          onTabSelect={(_event, { value }) =>
            setPane(value === 'right' || value === 'relay' ? value : 'left')
          }
        >
          <Tab value="left">{showcase.left}</Tab>
          <Tab value="relay">{showcase.relay}</Tab>
          <Tab value="right">{showcase.right}</Tab>
        </TabList>
      )}
      <div className={isTabbed ? styles.tabs : styles.stage}>
        {frameOf('left')}
        <div
          className={paneStyle('relay')}
          style={isTabbed ? undefined : { height: layout.height * layout.scale + 16 }}
        >
          <RelayPanel {...{ feed, identity }} />
        </div>
        {frameOf('right')}
      </div>
    </main>
  );
}
