/** The content hash: what it covers, and that the frame holds its bytes as they are. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stampOf } from '../clock/index.ts';
import { asId } from '../model/index.ts';
import { changeBytes, changeBytesOf, changeHash, sameHash } from './change-hash.ts';
import { ping, push } from './device-messages.ts';
import type { ChangeContent, Push } from './operation.ts';

const content: ChangeContent = {
  metadataVersion: 3,
  stamp: stampOf(Date.UTC(2024, 0, 1), 7),
  operations: [
    {
      kind: 'create',
      entity: 'account',
      id: asId('018cc251-f400-7000-8000-000000000001'),
      ownerid: null,
      parts: [{ part: 'main', epoch: 1, update: Uint8Array.of(1, 2, 3) }],
    },
    { kind: 'delete', entity: 'contact', id: asId('018cc251-f400-7000-8000-000000000002') },
  ],
};
const pushOf = (change: ChangeContent, number = 300): Push => ({
  number,
  uuid: asId('018cc251-f400-7000-8000-0000000000aa'),
  hash: changeHash(change),
  lastVerdict: 299,
  ...change,
});

describe('the content hash', () => {
  it('covers the bytes that stand last in the frame', () => {
    for (const number of [1, 127, 128, 2 ** 50]) {
      const frame = push.encode(pushOf(content, number));
      expect(changeBytesOf(frame)).toEqual(changeBytes(content));
      expect(changeBytesOf(Buffer.from(frame))).toEqual(changeBytes(content));
    }
  });

  it('is SHA-256, whoever computes it', () => {
    const platform = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
    expect(changeHash(content, platform)).toEqual(changeHash(content));
    expect(Object.getPrototypeOf(changeHash(content))).toBe(Uint8Array.prototype);
    expect(Buffer.from(changeHash(content)).toString('hex')).toBe(
      'c2710b4a6fcc1aadecc18bf0f6e7f48fa1022d26d1a6a6d33ecc7b94d851af44',
    );
  });

  it('differs with anything that the change does', () => {
    const others: ChangeContent[] = [
      { ...content, metadataVersion: 4 },
      { ...content, stamp: stampOf(Date.UTC(2024, 0, 1), 8) },
      { ...content, operations: content.operations.slice(1) },
      { ...content, operations: content.operations.toReversed() },
    ];
    for (const other of others) expect(sameHash(changeHash(other), changeHash(content))).toBe(false);
  });

  it('has no bytes in another message, or in half a push', () => {
    expect(changeBytesOf(ping.encode({}))).toBeUndefined();
    expect(changeBytesOf(new Uint8Array())).toBeUndefined();
    const frame = push.encode(pushOf(content));
    for (let length = 0; length < 53; length++) expect(changeBytesOf(frame.slice(0, length))).toBeUndefined();
  });
});
