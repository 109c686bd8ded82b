/** Checking values: what fits each type, what is refused, and that canonical values stay as they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, checkValue } from './index.ts';
import { anIndex } from './metadata.fixture.ts';

const { account } = anIndex();
const attributes = account.entity.attributes;
const ID = '0190a5b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b';

function check(name: string, value: unknown) {
  const attribute = account.attribute(name);
  if (attribute === undefined) throw new Error(`no ${name}`);
  return checkValue(attribute, value, account);
}

describe('a value that fits', () => {
  const cases: [attribute: string, value: unknown, canonical: unknown][] = [
    ['name', 'Harbour', 'Harbour'],
    ['name', '', null],
    ['name', null, null],
    ['name', '🐟🐟🐟🐟🐟', '🐟🐟🐟🐟🐟'],
    ['employees', 12, 12],
    ['employees', -0, 0],
    ['employees', '', null],
    ['rating', '1.0005', '1.001'],
    ['rating', 0.1, '0.1'],
    ['rating', '100.0004', '100'],
    ['revenue', '12.345', '12.35'],
    ['active', false, false],
    ['visited', '2026-01-02T04:04:05+01:00', '2026-01-02T03:04:05.000Z'],
    ['founded', '1789-07-14', '1789-07-14'],
    ['industry', 7, 7],
    ['industry', -0, 0],
    ['parentaccount', { id: ID.toUpperCase(), entity: 'account' }, { entity: 'account', id: ID }],
    ['parentaccount', { entity: 'user', id: ID }, { entity: 'user', id: ID }],
    ['reference', ID.toUpperCase(), ID],
    ['description', 'one\ntwo', 'one\ntwo'],
  ];
  it.each(cases)('%s: %j becomes %j', (name, value, canonical) => {
    const checked = check(name, value);
    expect(checked).toStrictEqual({ ok: true, value: canonical });
    expect(checked.ok && Object.is(checked.value, -0)).toBe(false);
  });
});

describe('a value that does not fit is refused', () => {
  const cases: [attribute: string, value: unknown][] = [
    ['name', 'elevenchars'],
    ['name', 7],
    ['name', undefined],
    ['name', 'a\ud800'],
    ['name', '\udc00\ud800'],
    ['name', ['a']],
    ['employees', -1],
    ['employees', 1_001],
    ['employees', 1.5],
    ['employees', '12'],
    ['employees', Number.NaN],
    ['employees', 2 ** 53],
    ['rating', '100.0005'],
    ['rating', '-100.0005'],
    ['rating', true],
    ['rating', 1n],
    ['revenue', '1e60'],
    ['active', 1],
    ['active', 'true'],
    ['visited', '2026-02-30T00:00:00.000Z'],
    ['visited', 1_767_323_045_678],
    ['founded', '2026-02-29'],
    ['founded', '2026-01-02T00:00:00.000Z'],
    ['industry', 1],
    ['industry', '7'],
    ['parentaccount', ID],
    ['parentaccount', { entity: 'contact', id: ID }],
    ['parentaccount', { entity: 'account', id: 'x' }],
    ['parentaccount', { entity: 'account', id: ID, name: 'Harbour' }],
    ['parentaccount', { entity: 'account' }],
    ['parentaccount', JSON.parse(`{"entity":"account","id":"${ID}","__proto__":{}}`)],
    ['parentaccount', Object.create({ entity: 'account', id: ID })],
    ['parentaccount', ['account', ID]],
    ['reference', `{${ID}}`],
    ['reference', ID.replaceAll('-', '')],
    ['description', 'x'.repeat(21)],
    ['description', '\ud800'],
  ];
  it.each(cases)('%s: %o', (name, value) => {
    expect(check(name, value)).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-value', attributes: [name] },
    });
  });

  it('without the value in the reason', () => {
    const secret = 'Xq7-secret-Xq7';
    for (const { name } of attributes) {
      for (const value of [
        secret,
        secret.repeat(9),
        [secret],
        { entity: secret, id: secret },
        { [secret]: 1 },
      ]) {
        const checked = check(name, value);
        if (!checked.ok) expect(checked.refusal.reason).not.toContain('secret');
      }
    }
  });
});

describe('for any value of any attribute', () => {
  const likely = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.double(),
    fc.integer({ min: -10, max: 1_010 }),
    fc.double({ min: -101, max: 101 }).map(String),
    fc
      .date({ noInvalidDate: false })
      .map((date) => (Number.isNaN(date.getTime()) ? 'x' : date.toISOString())),
    fc.record({ entity: fc.constantFrom('account', 'user'), id: fc.uuid().map((id) => id.toUpperCase()) }),
    fc.uuid(),
    fc.constantFrom(null, true, false, 0, 7, '2024-02-29', ''),
    fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }),
  );

  it('checking again changes nothing, and nothing throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...attributes), likely, (attribute, value) => {
        const checked = checkValue(attribute, value, account);
        if (!checked.ok) return;
        const again = checkValue(attribute, checked.value, account);
        expect(again).toStrictEqual(checked);
        expect(checkValue(attribute, JSON.parse(canonicalJson(checked.value)), account)).toStrictEqual(
          checked,
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('canonical values', () => {
  it('are checked far faster than a relay needs them', () => {
    const values: [string, unknown][] = [
      ['name', 'Harbour'],
      ['employees', 12],
      ['rating', '1.25'],
      ['revenue', '1234.5'],
      ['visited', '2026-01-02T03:04:05.678Z'],
      ['founded', '2026-01-02'],
      ['industry', 7],
      ['parentaccount', { entity: 'account', id: ID }],
    ];
    const rounds = 5_000;
    const began = performance.now();
    for (let i = 0; i < rounds; i += 1) for (const [name, value] of values) check(name, value);
    const perSecond = (rounds * values.length) / ((performance.now() - began) / 1_000);
    expect(perSecond).toBeGreaterThan(60_000);
  });
});
