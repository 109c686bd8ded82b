/** The demo page: two tablets in frames, and the relay between them. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { READABLE } from './play/tempo.ts';
import { Showcase } from './showcase.tsx';

/** `?pace=0` plays as quickly as it goes, for tests. */
const pace =
  new URLSearchParams(location.search).get('pace') === '0' ? { ...READABLE, keyMs: 0, beatMs: 0 } : READABLE;

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Showcase pace={pace} />
    </StrictMode>,
  );
}
