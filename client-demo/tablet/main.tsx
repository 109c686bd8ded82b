/** The tablet's page: the address says which tablet it is, and whose it is at first. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openDevice } from '../../engine/index.ts';
import { checksumsOf } from './checksums.ts';
import { browserTexts } from './session/kept-texts.ts';
import { readSetup, tokenOf } from './session/setup.ts';
import { TabletSession } from './session/tablet-session.ts';
import { Tablet } from './tablet.tsx';

const asked = new URLSearchParams(location.search);
const kept = browserTexts();
const session = new TabletSession({
  name: asked.get('name') ?? 'tablet',
  user: asked.get('user') ?? undefined,
  kept,
  readSetup: () => readSetup(kept),
  token: tokenOf,
  open: openDevice,
  origin: location.origin.replace(/^http/, 'ws'),
});

window.tablet = {
  get user() {
    return session.state.user;
  },
  get device() {
    return session.device;
  },
  get isOnline() {
    return session.network.isOn;
  },
  checksums: () => checksumsOf(session.device),
};

addEventListener('online', () => session.device?.goOnline());

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Tablet session={session} kept={kept} />
    </StrictMode>,
  );
}
