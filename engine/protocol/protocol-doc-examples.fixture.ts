/** The messages that `docs/protocol.md` shows as bytes: one small story of a device and its relay. */
import { stampOf } from '../clock/index.ts';
import { asId, FIRST_DEVICE_NUMBER, type SystemColumns } from '../model/index.ts';
import { changeHash } from './change-hash.ts';
import type { DeviceMessage } from './device-messages.ts';
import type { ChangeContent } from './operation.ts';
import type { RelayMessage } from './relay-messages.ts';

const ACCOUNT = '018cc251-f400-7000-8000-0000000000a1';
const CONTACT = '018cc251-f400-7000-8000-0000000000c1';
const USER = '018cc251-f400-7000-8000-0000000000e1';
const UNIT = '018cc251-f400-7000-8000-0000000000b1';
const CHANGE = '018cc251-f400-7000-8000-0000000000f1';
const INCARNATION = '018cc251-f400-7000-8000-0000000000d1';
const SCOPE_HASH = bytesOf('5c09e4a5c09e4a55');
const NEW_YEAR = Date.UTC(2024, 0, 1);

/** `['Harbour Supplies', stamp]` pushed to the register `name` by device 4097, in V1 and in V2. */
const UPDATE = bytesOf(
  '01018080c08010000801046e616d650175027710486172626f757220537570706c6965737b42fd675f5eb8000000',
);
const STATE = bytesOf(
  '00000580808081200000010806046e616d6504010100010101010075027710486172626f757220537570706c6965737b42fd675f5eb8000000',
);

const change: ChangeContent = {
  metadataVersion: 3,
  stamp: stampOf(NEW_YEAR, 0),
  operations: [
    {
      kind: 'update',
      entity: 'account',
      id: asId(ACCOUNT),
      parts: [{ part: 'main', epoch: 1, update: UPDATE }],
    },
  ],
};

const system: SystemColumns = {
  versionnumber: 1205,
  createdon: NEW_YEAR - 86_400_000,
  createdby: asId(USER),
  modifiedon: NEW_YEAR,
  modifiedby: asId(USER),
  ownerid: asId(USER),
  owningbusinessunit: asId(UNIT),
  statecode: 'active',
};

/** One example of each message from device to relay, by type number. */
export const deviceExamples: readonly DeviceMessage[] = [
  {
    type: 'hello',
    protocol: 1,
    organization: asId('contoso'),
    app: 'field-service',
    deviceId: asId('018cc251-f400-7000-8000-0000000000d0'),
    token: 'eyJhbGciOi…',
    nextNumber: 8,
    firstNumber: 1,
    lastVerdict: 6,
    clock: NEW_YEAR,
    publicKey: new Uint8Array(),
    metadataVersion: 3,
    filterVersion: 1,
    incarnation: INCARNATION,
    cursor: 1204,
    entities: [
      { entity: 'account', scopeHash: SCOPE_HASH },
      { entity: 'contact', scopeHash: SCOPE_HASH, after: asId(CONTACT) },
    ],
  },
  { type: 'push', number: 7, uuid: asId(CHANGE), hash: changeHash(change), lastVerdict: 6, ...change },
  { type: 'stored', cursor: 1205, page: 1 },
  { type: 'want', records: [{ entity: 'contact', id: asId(CONTACT) }] },
  { type: 'refresh', token: 'eyJhbGciOi…' },
  {
    ...{ type: 'presence', entity: 'account', id: asId(ACCOUNT), part: 'description' },
    whereabouts: {
      kind: 'cursor',
      anchor: { at: 'item', client: FIRST_DEVICE_NUMBER * 2 ** 20, clock: 7, side: 'right' },
      head: { at: 'end', side: 'right' },
    },
  },
  { type: 'ping' },
];

/** One example of each message from relay to device, by type number. */
export const relayExamples: readonly RelayMessage[] = [
  {
    type: 'welcome',
    deviceNumber: FIRST_DEVICE_NUMBER,
    clock: NEW_YEAR,
    incarnation: INCARNATION,
    metadataVersion: 3,
    sequence: 1204,
    lastDecided: 6,
    nextNumber: 7,
    limits: { maxChangeBytes: 1_000_000, maxOperations: 100, maxUnanswered: 64, maxPages: 4 },
    plan: [
      { entity: 'account', action: 'resume' },
      { entity: 'contact', action: 'first-download' },
    ],
  },
  {
    type: 'metadata',
    version: 3,
    filterVersion: 1,
    metadata: { version: 3, entities: [], optionSets: [], relationships: [] },
    principal: {
      userId: asId(USER),
      unitId: asId(UNIT),
      ownerTeams: [],
      teams: [],
      grants: {},
      unitsBelow: {},
      columns: {},
      language: 'en',
      timeZone: 'UTC',
    },
  },
  {
    type: 'page',
    page: 1,
    cursor: 1205,
    items: [
      {
        kind: 'patch',
        entity: 'account',
        id: asId(ACCOUNT),
        from: 1190,
        own: asId(CHANGE),
        system,
        values: { name: 'Harbour Supplies' },
        mask: 0b00000110,
        via: 0,
        parts: [{ form: 'own', part: 'main', epoch: 1 }],
      },
      {
        kind: 'put',
        entity: 'account',
        id: asId(ACCOUNT),
        system,
        values: { name: 'Harbour Supplies', creditlimit: '12000.00', numberofemployees: 12 },
        mask: 0b00000110,
        via: 0,
        parts: [{ part: 'main', epoch: 1, state: STATE }],
      },
      { kind: 'leave', leave: 'gone', entity: 'contact', id: asId(CONTACT) },
    ],
  },
  { type: 'accepted', number: 7, sequence: 1205 },
  {
    type: 'rejected',
    number: 7,
    code: 'column-secured',
    reason: 'You may not change creditlimit.',
    record: { entity: 'account', id: asId(ACCOUNT) },
    attributes: ['creditlimit'],
    leftPlaceholder: true,
  },
  {
    type: 'reform',
    number: 7,
    code: 'clock-skew',
    reason: 'The stamp lies more than 60 s ahead.',
    clock: NEW_YEAR,
  },
  { type: 'resume-at', number: 7, code: 'unavailable', reason: 'The disk is full.', pauseMs: 5_000 },
  { type: 'notice', kind: 'metadata-available', text: 'Version 4 was published.' },
  {
    ...{ type: 'presence', entity: 'account', id: asId(ACCOUNT), part: 'description' },
    ...{ device: FIRST_DEVICE_NUMBER, user: asId(USER), name: 'Vera Okoro' },
    whereabouts: { kind: 'here' },
  },
  { type: 'pong' },
  { type: 'fault', code: 'token-expired', reason: 'The token has ended.' },
];

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
