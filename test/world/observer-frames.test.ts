/** The observer's reading of frames against the worked examples of `docs/protocol.md`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDeviceFrame, readRelayFrame } from './observer-frames.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/protocol.md', import.meta.url)), 'utf8');

/** The bytes of a message's example, without what is said beside them; by its number where both ends send one. */
function exampleOf(name: string, number = ''): Uint8Array {
  const [, block = ''] =
    new RegExp(`^### \`${name}\` \\(${number}.*?\`\`\`text\n(.*?)\`\`\``, 'ms').exec(page) ?? [];
  return Buffer.from(block.replace(/\|.*$/gm, '').replace(/\s/g, ''), 'hex');
}

const ACCOUNT = '018cc251-f400-7000-8000-0000000000a1';
const CONTACT = '018cc251-f400-7000-8000-0000000000c1';

describe('the observer reads the examples of docs/protocol.md', () => {
  it.each([
    [
      'hello',
      {
        ...{ type: 'hello', nextNumber: 8, lastVerdict: 6, cursor: 1204 },
        entities: [{ entity: 'account' }, { entity: 'contact', after: CONTACT }],
      },
    ],
    ['stored', { type: 'stored', cursor: 1205, page: 1 }],
    ['want', { type: 'other' }],
    ['refresh', { type: 'other' }],
    ['presence', { type: 'other' }],
    ['ping', { type: 'other' }],
  ])('%s from a device', (name, message) => {
    expect(readDeviceFrame(exampleOf(name))).toEqual(message);
  });

  it('push from a device, whose hash is that of its bytes', () => {
    const push = readDeviceFrame(exampleOf('push'));
    expect(push).toMatchObject({ type: 'push', number: 7, lastVerdict: 6, stamp: 517_039_718_400_000 });
    if (push.type !== 'push') throw new Error('no push');
    const [operation] = push.operations;
    expect(operation).toMatchObject({ kind: 'update', entity: 'account', id: ACCOUNT });
    expect(operation?.parts).toMatchObject([{ part: 'main', epoch: 1 }]);
    expect(operation?.parts[0]?.update).toHaveLength(46);
  });

  it.each([
    [
      'welcome',
      {
        type: 'welcome',
        deviceNumber: 4097,
        plan: [
          { entity: 'account', action: 'resume' },
          { entity: 'contact', action: 'first-download' },
        ],
      },
    ],
    [
      'page',
      {
        ...{ type: 'page', page: 1, cursor: 1205 },
        items: [
          { kind: 'patch', entity: 'account', id: ACCOUNT },
          { kind: 'put', entity: 'account', id: ACCOUNT },
          { kind: 'leave', entity: 'contact', id: CONTACT },
        ],
      },
    ],
    ['accepted', { type: 'accepted', number: 7, sequence: 1205 }],
    ['rejected', { type: 'rejected', number: 7, code: 'column-secured' }],
    ['reform', { type: 'reform', number: 7, code: 'clock-skew' }],
    ['resume-at', { type: 'resume-at', number: 7, code: 'unavailable' }],
    ['metadata', { type: 'other' }],
    ['notice', { type: 'other' }],
    ['pong', { type: 'other' }],
    ['fault', { type: 'other' }],
  ])('%s from a relay', (name, message) => {
    expect(readRelayFrame(exampleOf(name))).toEqual(message);
  });

  it('presence from a relay', () => {
    expect(readRelayFrame(exampleOf('presence', '76'))).toEqual({ type: 'other' });
  });

  it.each([
    ['cut by a byte', (frame: Uint8Array) => frame.subarray(0, -1)],
    ['with a byte behind it', (frame: Uint8Array) => Uint8Array.of(...frame, 0)],
    [
      'with another stamp than was hashed',
      (frame: Uint8Array) => frame.map((byte, at) => (at === 58 ? byte ^ 1 : byte)),
    ],
  ])('no push %s', (_name, damage) => {
    expect(() => readDeviceFrame(damage(exampleOf('push')))).toThrow();
  });
});
