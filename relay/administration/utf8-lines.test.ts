/** Text cut at ends of lines, however its bytes come. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Lines } from './utf8-lines.ts';

const MAX = 1_000;

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size: number): Promise<string[]> {
  const pieces: string[] = [];
  for await (const { text } of utf8Lines(chunks(bytes, size), MAX)) pieces.push(text);
  return pieces;
}

it('gives the same text however the bytes are cut into chunks, and ends each piece at the end of a line', async () => {
  const text = fc
    .array(fc.constantFrom('a', 'ü', '€', '\n', '\r'), { maxLength: 60 })
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (whole, size) => {
      const pieces = await read(new TextEncoder().encode(whole), size);
      expect(pieces.join('')).toBe(whole);
      for (const piece of pieces.slice(0, -1)) expect(piece).toMatch(/[\r\n]$/);
    }),
    { seed: 7, numRuns: 200 },
  );
});

it('refuses a line that is longer than it may be, before more of it is read', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given += 100;
      yield new Uint8Array(100).fill(97);
    }
  }
  const reading = (async () => {
    for await (const _ of utf8Lines(endless(), MAX));
  })();
  await expect(reading).rejects.toMatchObject({
    code: 'invalid-file',
    message: 'a line is longer than 1000 bytes',
  });
  expect(given).toBe(MAX + 100);
});
