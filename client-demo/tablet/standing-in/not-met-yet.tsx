/** A tablet that has not met its relay yet: it has nothing to show, and says what it waits for. */
import { CloudOffRegular, PersonLockRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { useDevice, useSyncStatus } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { useNetwork } from '../session/session-context.tsx';
import { StandIn } from './stand-in.tsx';

/** How long connecting takes before it is said that this is unusual. */
const SLOW_MS = 10_000;

export function NotMetYet() {
  const device = useDevice();
  const { state } = useSyncStatus();
  const network = useNetwork();
  const { connecting, action } = useWords().shell;
  const tryAgain = { word: action.tryAgain, run: () => device.goOnline() };
  const isSlow = useSlow();
  if (state === 'signed-out') {
    return (
      <StandIn
        icon={PersonLockRegular}
        title={connecting.signedOutTitle}
        message={connecting.signedOut}
        action={tryAgain}
      />
    );
  }
  if (!network.isOn || (state === 'offline' && isSlow)) {
    return (
      <StandIn
        icon={CloudOffRegular}
        title={connecting.offlineTitle}
        message={connecting.offline}
        action={network.isOn ? tryAgain : undefined}
      />
    );
  }
  return isSlow ? (
    <StandIn title={connecting.title} message={connecting.slow} action={tryAgain} />
  ) : (
    <StandIn title={connecting.title} />
  );
}

function useSlow(): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return isSlow;
}
