/** The tablet's session for its components: whose it is, who else there is, and the network switch. */
import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { SetupUser } from './setup.ts';
import type { TabletSession, TabletState } from './tablet-session.ts';

const SessionContext = createContext<TabletSession | undefined>(undefined);

export const SessionProvider = SessionContext.Provider;

export function useSession(): TabletSession {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('no SessionProvider stands above');
  return session;
}

/** Whose tablet it is, and what has become of its device. */
export function useTabletState(): TabletState {
  const session = useSession();
  const subscribe = useCallback((tell: () => void) => session.subscribe(tell), [session]);
  return useSyncExternalStore(subscribe, () => session.state);
}

/** The user of the tablet; undefined before anyone is known. */
export function useTabletUser(): SetupUser | undefined {
  const { setup, user } = useTabletState();
  return setup?.users.find(({ id }) => id === user);
}

/** How the network switch stands, and what moves it. */
export function useNetwork(): { readonly isOn: boolean; readonly set: (isOn: boolean) => void } {
  const { network } = useSession();
  const subscribe = useCallback((tell: () => void) => network.subscribe(tell), [network]);
  const isOn = useSyncExternalStore(subscribe, () => network.isOn);
  const set = useCallback((next: boolean) => network.set(next), [network]);
  return { isOn, set };
}
