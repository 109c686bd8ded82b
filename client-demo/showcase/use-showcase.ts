/** What the page follows: the setup, the relay's feed, whether both tablets show the same, and the play. */
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { Feed, type FeedState } from './feed.ts';
import { type Identity, identityOf } from './identity.ts';
import { readSetup, type ShowcaseSetup } from './setup.ts';
import type { FrameWindows } from './tablet-frame.tsx';

/** How often the tablets are looked at; their checksums are kept, so that it costs little. */
const LOOK_MS = 400;

/** The setup; `missing` where the relay does not give it. */
export function useSetup(): {
  readonly setup: ShowcaseSetup | 'missing' | undefined;
  readonly again: () => void;
} {
  const [setup, setSetup] = useState<ShowcaseSetup | 'missing'>();
  const read = useEffectEvent(() => {
    readSetup().then(setSetup, () => setSetup('missing'));
  });
  useEffect(() => read(), []);
  return {
    setup,
    again: () => {
      setSetup(undefined);
      readSetup().then(setSetup, () => setSetup('missing'));
    },
  };
}

const NO_FEED: FeedState = { entries: [], sequence: 0, isConnected: true };

/** The relay's feed, for as long as the page is there. */
export function useFeed(): { readonly feed: FeedState; readonly latest: () => FeedState } {
  const [feed, setFeed] = useState<Feed>();
  useEffect(() => {
    const opened = new Feed(new EventSource('/showcase/feed'));
    setFeed(opened);
    return () => opened.close();
  }, []);
  const state = useSyncExternalStore(
    (listener) => feed?.subscribe(listener) ?? (() => undefined),
    () => feed?.state ?? NO_FEED,
  );
  return { feed: state, latest: () => feed?.state ?? NO_FEED };
}

/** What a look at both tablets comes to, now. */
export function lookAtBoth(windows: FrameWindows): Identity {
  const left = windows.left()?.tablet;
  const right = windows.right()?.tablet;
  if (left === undefined || right === undefined) return { state: 'waiting' };
  return identityOf(left.checksums(), right.checksums());
}

/** Whether both tablets show the same, looked at again and again while the page is seen. */
export function useIdentity(windows: FrameWindows): Identity {
  const [identity, setIdentity] = useState<Identity>({ state: 'waiting' });
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'hidden') return;
      const found = lookAtBoth(windows);
      setIdentity((known) => (isSame(known, found) ? known : found));
    };
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [windows]);
  return identity;
}

function isSame(a: Identity, b: Identity): boolean {
  return a.state === b.state && ('records' in a ? a.records : 0) === ('records' in b ? b.records : 0);
}
