/**
 * Builds the pages: `index.html`, the showcase, and `tablet.html`, the tablet, into `dist/client-demo`.
 *
 * The engine is compiled from its sources here, as an app of its users would bundle it.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react()],
  resolve: {
    // Apps of its users name it as `rejoin/without-buffer`.
    alias: { buffer: here('../engine/without-buffer.ts') },
  },
  build: {
    outDir: here('../dist/client-demo'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: { index: here('index.html'), tablet: here('tablet.html') } },
  },
});
