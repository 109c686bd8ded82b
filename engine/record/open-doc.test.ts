/** Client ids and the guard around local transactions. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DeviceNumber } from '../model/index.ts';
import { clientIdOf, deviceOf, GENERATIONS, generationOf, NEUTRAL_CLIENT_ID } from './client-id.ts';
import { localTransact, openDoc } from './open-doc.ts';

const device = 5_000 as DeviceNumber;
const own = clientIdOf(device, 3);

describe('client ids', () => {
  it('hold device and generation, above 32 bits', () => {
    expect([deviceOf(own), generationOf(own)]).toEqual([device, 3]);
    expect(clientIdOf(4_096 as DeviceNumber, 0)).toBe(2 ** 32);
    expect(clientIdOf((2 ** 32 - 1) as DeviceNumber, GENERATIONS - 1)).toBe(2 ** 52 - 1);
  });

  it('name no device for stock clients and for the neutral id', () => {
    expect(deviceOf(2 ** 32 - 1)).toBeUndefined();
    expect(deviceOf(NEUTRAL_CLIENT_ID)).toBeUndefined();
  });

  it('end with the 20 bits of the generation', () => {
    expect(() => clientIdOf(device, GENERATIONS)).toThrow();
    expect(() => clientIdOf(device, -1)).toThrow();
    expect(() => clientIdOf(4_095 as DeviceNumber, 0)).toThrow();
  });
});

describe('localTransact', () => {
  it('writes under the own id even after Yjs has swapped it', () => {
    // Given a document that received an update under its own id
    const writer = openDoc({ guid: 'part', gc: false });
    localTransact(writer, own, () => writer.getText('t').insert(0, 'a'));
    const again = openDoc({ guid: 'part', gc: false, clientId: own });
    Y.applyUpdate(again, Y.encodeStateAsUpdate(writer));

    // When it is written to
    localTransact(again, own, () => again.getText('t').insert(1, 'b'));

    // Then the structs go on under the own id
    expect([...Y.decodeStateVector(Y.encodeStateVector(again))]).toEqual([[own, 2]]);
  });

  it('refuses an id that no device has', () => {
    const doc = openDoc({ guid: 'part', gc: false });

    expect(() => localTransact(doc, doc.clientID, () => undefined)).toThrow('no device');
    expect(() => localTransact(doc, 12, () => undefined)).toThrow('no device');
  });

  it('refuses to write within a transaction under another id', () => {
    const doc = openDoc({ guid: 'part', gc: false });

    localTransact(doc, own, () => {
      expect(() => localTransact(doc, own + 1, () => undefined)).toThrow('another client id');
      expect(localTransact(doc, own, () => 'nested')).toBe('nested');
    });
  });
});
