import { describe, expect, it } from 'vitest';
import { seamsCheck } from './seams.ts';
import { treeOf } from './tree.ts';

const findIn = (file: string, source: string) => seamsCheck.find(treeOf({ [file]: source }));

describe('effects', () => {
  it.each([
    'Date.now()',
    'const now = Date.now;',
    'new Date()',
    'new Date',
    'performance.now()',
    'process.hrtime.bigint()',
    'Math.random()',
    'globalThis.crypto.randomUUID()',
    'crypto.getRandomValues(bytes)',
    'setTimeout(run, 5)',
    'globalThis.setInterval(run, 5)',
    'setImmediate(run)',
    'new WebSocket(url)',
    "import { readFileSync } from 'node:fs';",
    "import { open } from 'fs/promises';",
    "import net from 'node:net';",
    "import { WebSocketServer } from 'ws';",
    "import { Level } from 'level';",
    "import { randomUUID } from 'node:crypto';",
  ])('are found outside the rim: %s', (source) => {
    expect(findIn('relay/commit/commit.ts', source)).toHaveLength(1);
    expect(findIn('test/simulation/network.ts', source)).toHaveLength(1);
  });

  it.each([
    'new Date(ms)',
    'seams.now()',
    'seams.setTimeout(5, run)',
    'this.#setTimeout(5)',
    "throw new Error('Date.now() is not for here'); // nor Math.random()",
    "import { createHash } from 'node:crypto';",
    "import type { WebSocket } from 'ws';",
  ])('are not seen where there are none: %s', (source) => {
    expect(findIn('relay/commit/commit.ts', source)).toEqual([]);
  });

  it.each([
    'relay/server/listen.ts',
    'relay/cli/main.ts',
    'relay/provisioning/files-source.ts',
    'relay/store/level-store.test.ts',
    'bench/main.ts',
  ])('may stand in %s', (file) => {
    expect(findIn(file, "import { readFileSync } from 'node:fs';\nDate.now();")).toEqual([]);
  });

  it('keep Node out of the whole engine, its rim too', () => {
    const source = "import { createHash } from 'node:crypto';";
    expect(findIn('engine/device/storage.ts', source)).toEqual([expect.stringContaining('runs in browsers')]);
  });
});
