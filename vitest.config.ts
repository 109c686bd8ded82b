import { defineConfig } from 'vitest/config';

/** Unit tests stand beside what they test; the proofs of the promises stand in `test/`. */
export default defineConfig({
  test: {
    include: ['{engine,relay,client-demo,bench,test,.ci}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // By itself vitest leaves one processor idle, which on two doubles the time.
    maxWorkers: '100%',
  },
});
