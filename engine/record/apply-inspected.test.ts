/** What an accepted update does to the part, alone and behind refused changes of its device. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aCandidate, anItem, anUpdate, judge, Sender, someText } from '../../test/world/record-world.ts';
import { type Application, applyInspected } from './apply-inspected.ts';
import { type Candidate, measureCandidate } from './candidate.ts';
import { conflictsOf } from './conflicts.ts';
import { decodeUpdate } from './decode-update.ts';
import { encodeUpdate } from './encode-update.ts';
import type { InspectedUpdate } from './inspect-update.ts';
import { PLACEHOLDER_QUOTA, placeholdersOf, placeholderUpdate, type Remains } from './placeholder.ts';
import { readRow, readText } from './read-row.ts';

const DEVICE = 5_000;

function inspected(candidate: Candidate, update: Uint8Array, lastVerdictKnown = 0): InspectedUpdate {
  const inspection = judge(candidate, update, DEVICE, lastVerdictKnown);
  if (!inspection.ok) throw new Error(`refused: ${inspection.refusal.reason}`);
  return inspection;
}

function accept(candidate: Candidate, update: Uint8Array, lastVerdictKnown = 0): Application & { ok: true } {
  const applied = applyInspected(candidate, inspected(candidate, update, lastVerdictKnown));
  if (!applied.ok) throw new Error(`refused: ${applied.refusal.reason}`);
  return applied;
}

/** Refuses the update as change `number`: the candidate stays, and holds what the refusal leaves. */
function reject(candidate: Candidate, update: Uint8Array, number: number): Remains {
  const remains = placeholdersOf(inspected(candidate, update).decoded, candidate, number);
  candidate.placeholders = [...candidate.placeholders, ...remains.placeholders];
  candidate.carry = [...candidate.carry, ...remains.carry];
  return remains;
}

const entries = ({ doc, layout }: Candidate) =>
  conflictsOf(doc, layout).flatMap((conflict) => conflict.entries);

describe('an accepted update', () => {
  it('is emitted as it was sent where nothing else happened', () => {
    const candidate = aCandidate('main', [new Sender(6_000).set('name', 'Alpha')]);
    const sender = new Sender(DEVICE).receive(Y.encodeStateAsUpdate(candidate.doc));
    const update = sender.set('name', 'Beta');
    const applied = accept(candidate, update);
    expect(applied).toMatchObject({ equalsSent: true, emitted: update, consumed: [] });
    expect(applied.changed).toEqual({ name: { before: 'Alpha', after: 'Beta' } });
  });

  it('is emitted without the content that it deletes itself', () => {
    const sender = new Sender(DEVICE);
    const update = sender.change((doc) => {
      doc.getText('note').insert(0, 'secret draft');
      doc.getText('note').delete(0, 7);
    });
    const applied = accept(aCandidate('note'), update);
    expect(applied.equalsSent).toBe(false);
    expect(new TextDecoder().decode(applied.emitted)).not.toContain('secret');
    expect(applied.changed).toEqual({ note: { before: null, after: 'draft' } });
  });

  it('reports the winner, which need not be what was written', () => {
    const later = new Sender(6_000);
    later.set('name', 'x');
    const candidate = aCandidate('main', [Y.encodeStateAsUpdate(later.doc), later.set('name', 'Beta')]);
    const applied = accept(candidate, new Sender(DEVICE).set('name', 'Alpha'));
    expect(applied.changed).toEqual({ name: { before: 'Beta', after: 'Beta' } });
    expect(entries(candidate)).toHaveLength(2);
  });

  it('that says nothing emits nothing', () => {
    const applied = accept(aCandidate('main'), new Uint8Array([0, 0]));
    expect(applied).toMatchObject({ equalsSent: true, changed: {} });
  });

  it('adds to the size of the candidate', () => {
    const candidate = aCandidate('main');
    const { emitted } = accept(candidate, new Sender(DEVICE).set('name', 'Alpha'));
    expect(candidate.bytes).toBe(emitted.length);
    expect(measureCandidate(candidate)).toEqual({ bytes: expect.any(Number), clients: 1 });
  });
});

describe('a refused update', () => {
  it('leaves its structs without their content', () => {
    const candidate = aCandidate('note');
    const { placeholders } = reject(candidate, new Sender(DEVICE).type(0, 'secret'), 2);
    expect(placeholders).toMatchObject([{ clock: 0, length: 6, root: 'note', number: 2, isText: true }]);
    expect(JSON.stringify(placeholders)).not.toContain('secret');
  });

  it('leaves one placeholder for what was typed in one go, letter by letter', () => {
    const sender = new Sender(DEVICE);
    for (const [at, letter] of [...'letters'].entries()) sender.type(at, letter);
    const { placeholders } = reject(aCandidate('note'), Y.encodeStateAsUpdate(sender.doc), 2);
    expect(placeholders).toHaveLength(1);
  });

  it('leaves two where the second was not typed on behind the first', () => {
    const client = new Sender(DEVICE).clientId;
    const first = anItem({ client, parent: { root: 'note' }, content: someText('ab') });
    const second = anItem({ client, origin: { client, clock: 0 }, content: someText('c') });
    expect(reject(aCandidate('note'), anUpdate(first, second), 2).placeholders).toHaveLength(2);
  });

  it('leaves the same whether the candidate had it applied or not', () => {
    const first = new Sender(6_000).set('name', 'Alpha');
    const update = new Sender(DEVICE).receive(first).set('name', 'Beta');
    const [fresh, spoiled] = [aCandidate('main', [first]), aCandidate('main', [first])];
    const { decoded } = inspected(spoiled, update);
    accept(spoiled, update);
    expect(placeholdersOf(decoded, spoiled, 2)).toEqual(placeholdersOf(decoded, fresh, 2));
    expect(placeholdersOf(decoded, fresh, 2).carry).toMatchObject([
      { root: 'name', deletes: [{ length: 1 }] },
    ]);
  });

  it('leaves nothing beyond the quota', () => {
    const sender = new Sender(DEVICE);
    for (let at = 0; at <= PLACEHOLDER_QUOTA; at += 1) sender.type(0, 'x');
    const decoding = decodeUpdate(Y.encodeStateAsUpdate(sender.doc));
    const remains = decoding.ok && placeholdersOf(decoding.update, aCandidate('note'), 2);
    expect(remains).toEqual({ isKept: false, placeholders: [], carry: [] });
  });
});

describe('an update behind a refused one', () => {
  it('is applied as sent, with the refused structs as tombstones', () => {
    // Given #2 refused of #1 to #3
    const sender = new Sender(DEVICE);
    const [first, second, third] = [sender.type(0, 'one '), sender.type(4, 'two '), sender.type(8, 'three')];
    const candidate = aCandidate('note', [first]);
    reject(candidate, second, 2);
    // When #3 is accepted
    const applied = accept(candidate, third);
    // Then everyone who applies what was emitted has the same text, without parked content
    expect(readText(candidate.doc, 'note')).toBe('one three');
    expect(applied).toMatchObject({ equalsSent: false, consumed: [{ number: 2 }] });
    const other = new Sender(7_000).receive(first, applied.emitted);
    expect(other.doc.getText('note').toString()).toBe('one three');
    expect(other.doc.store.pendingStructs).toBeNull();
    expect(candidate.placeholders).toEqual([]);
  });

  it('is emitted as sent where the placeholders are in the document already', () => {
    const sender = new Sender(DEVICE);
    const candidate = aCandidate('note');
    reject(candidate, sender.type(0, 'refused'), 1);
    const remembered = candidate.placeholders;
    accept(candidate, sender.type(7, ' one'));
    candidate.placeholders = remembered;
    expect(accept(candidate, sender.type(11, ' two'))).toMatchObject({ equalsSent: true, consumed: [] });
  });

  it('has to be formed again where the refused one left nothing', () => {
    const sender = new Sender(DEVICE);
    const first = sender.type(0, 'one ');
    const [, third] = [sender.type(4, 'two '), sender.type(8, 'three')];
    const inspection = judge(aCandidate('note', [first]), third, DEVICE);
    expect(inspection).toMatchObject({ verdict: 'reform', refusal: { code: 'missing-dependency' } });
  });

  it('never brings back what the refused one had erased', () => {
    const other = new Sender(6_000).type(0, 'keep this');
    const sender = new Sender(DEVICE).receive(other);
    const candidate = aCandidate('note', [other]);
    reject(candidate, sender.erase(0, 5), 2);
    accept(candidate, sender.type(4, '!'));
    expect(readText(candidate.doc, 'note')).toBe('keep this!');
  });

  it('overwrites what the refused ones had overwritten, recursively', () => {
    const base = new Sender(6_000).set('name', 'Alpha');
    const sender = new Sender(DEVICE).receive(base);
    const candidate = aCandidate('main', [base]);
    reject(candidate, sender.set('name', 'refused'), 2);
    reject(candidate, sender.set('name', 'refused too'), 3);
    const applied = accept(candidate, sender.set('name', 'Omega'));
    expect(entries(candidate)).toEqual([]);
    expect(applied.changed).toEqual({ name: { before: 'Alpha', after: 'Omega' } });
  });

  it('overwrites it also when its device knew of the first refusal and not of the second', () => {
    const base = new Sender(6_000).set('name', 'Alpha');
    const sender = new Sender(DEVICE).receive(base);
    const candidate = aCandidate('main', [base]);
    reject(candidate, sender.set('name', 'refused'), 2);
    reject(candidate, sender.set('name', 'refused too'), 3);
    // Here the device learns that #2 was refused; what #2 had overwritten is off its screen by #3
    accept(candidate, sender.set('name', 'Omega'), 2);
    expect(entries(candidate)).toEqual([]);
  });

  it('overwrites it also when the placeholders are in the document by then', () => {
    const base = new Sender(6_000).set('name', 'Alpha');
    const sender = new Sender(DEVICE).receive(base);
    const candidate = aCandidate('main', [base]);
    reject(candidate, sender.set('name', 'refused'), 2);
    accept(candidate, sender.set('amount', '1'));
    expect(candidate.placeholders).toEqual([]);
    accept(candidate, sender.set('name', 'Omega'));
    expect(entries(candidate)).toEqual([]);
  });

  it('leaves the value below alone when its device knew of the refusal and saw it', () => {
    const base = new Sender(6_000).set('name', 'Alpha');
    const sender = new Sender(DEVICE).receive(base);
    const candidate = aCandidate('main', [base]);
    reject(candidate, sender.set('name', 'refused'), 2);
    accept(candidate, sender.set('name', 'Omega'), 2);
    expect(entries(candidate)).toHaveLength(2);
  });

  it('names what it clears by carry over, though it deletes nothing but what was refused', () => {
    const base = new Sender(6_000).set('name', 'Alpha');
    const sender = new Sender(DEVICE).receive(base);
    const candidate = aCandidate('main', [base]);
    reject(candidate, sender.set('name', 'refused'), 2);
    const client = sender.doc.clientID;
    const erasing = encodeUpdate({ structs: [], deletes: [{ client, clock: 0, length: 1 }] });
    expect(inspected(candidate, erasing).touched).toEqual(['name']);
    expect(accept(candidate, erasing).changed).toEqual({ name: { before: 'Alpha', after: null } });
  });

  it('does not touch other registers of the refused change', () => {
    const other = new Sender(6_000);
    const base = [other.set('name', 'Alpha'), other.set('amount', '1')];
    const sender = new Sender(DEVICE).receive(...base);
    const candidate = aCandidate('main', base);
    const refused = sender.change(() => {
      sender.set('name', 'refused');
      sender.set('amount', '2');
    });
    reject(candidate, refused, 2);
    accept(candidate, sender.set('name', 'Omega'));
    expect(readRow(candidate.doc, candidate.layout)).toEqual({ name: 'Omega', amount: '1' });
  });
});

describe('dependence', () => {
  const refusedText = () => {
    const sender = new Sender(DEVICE);
    const candidate = aCandidate('note');
    reject(candidate, sender.type(0, 'refused'), 2);
    return { sender, candidate };
  };

  it('is text typed into refused text', () => {
    const { sender, candidate } = refusedText();
    expect(inspected(candidate, sender.type(3, 'x')).usesRefused).toBe(true);
  });

  it.each([0, 7])('is not text typed beside refused text, at %d', (at) => {
    const { sender, candidate } = refusedText();
    expect(inspected(candidate, sender.type(at, 'x')).usesRefused).toBe(false);
  });

  it('is not text of a device that knew of the refusal', () => {
    const { sender, candidate } = refusedText();
    expect(inspected(candidate, sender.type(3, 'x'), 2).usesRefused).toBe(false);
  });

  it('is seen also when the placeholders are in the document by then', () => {
    const { sender, candidate } = refusedText();
    accept(candidate, sender.type(7, '!'));
    expect(candidate.placeholders).toEqual([]);
    expect(inspected(candidate, sender.type(3, 'x')).usesRefused).toBe(true);
  });
});

describe('placeholders', () => {
  it('of one client with a pending change between them are one valid update', () => {
    const sender = new Sender(DEVICE);
    const [first, second, third] = [sender.type(0, 'a'), sender.type(1, 'b'), sender.type(2, 'c')];
    const candidate = aCandidate('note');
    reject(candidate, first, 1);
    reject(candidate, second, 2);
    reject(candidate, third, 3);
    const outer = candidate.placeholders.filter(({ number }) => number !== 2);
    expect(decodeUpdate(placeholderUpdate(outer))).toMatchObject({
      update: { structs: [{}, { kind: 'skip' }, {}] },
    });
  });
});
