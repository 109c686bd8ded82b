/** `authorize` against its oracle: 100,000 decisions in random worlds, and what the hot path says of them. */
import { describe, expect, it } from 'vitest';
import { asId } from '../../engine/model/index.ts';
import {
  accessMask,
  authorize,
  canRead,
  columnRights,
  type Directory,
  type Principal,
  privileges,
  readableParts,
  resolvePrincipal,
  scopeHashInput,
} from '../../engine/security/index.ts';
import { directoryOf, indexOf, operationOf, rowOf, worldOf } from './as-engine-world.ts';
import { columnRight, lacks, oracleAuthorize, oracleReads } from './oracle-authorization.ts';
import type { OracleRecord, OracleWorld } from './oracle-world.ts';
import { Dice, entities, randomOperation, randomRights, randomWorld } from './random-security-world.ts';

/** A principal as it may reach a decision: resolved here, or shipped as JSON. */
function principalOf(directory: Directory, user: string, dice: Dice): Principal {
  const principal = resolvePrincipal(directory, asId(user));
  if (principal === undefined) throw new Error(`${user} does not resolve`);
  const shipped: Principal = JSON.parse(JSON.stringify(principal));
  return dice.often(0.5) ? principal : shipped;
}

const WORLDS = 1_000;
const DECISIONS_PER_WORLD = 100;

/** What must have been answered often, so that agreement is no accident of one-sided worlds. */
const rules = [
  'create privilege-missing',
  'create access-missing',
  'create missing-reference',
  'create column-secured',
  'create attribute-removed',
  'update record-gone',
  'update privilege-missing',
  'update access-missing',
  'update missing-reference',
  'update column-secured',
  'update attribute-removed',
  'delete restricted-by-children',
  'assign missing-reference',
  'assign access-missing',
];

describe('authorize and its oracle', () => {
  it('agree on 100,000 decisions, and so do the access mask and canRead', () => {
    const answers = new Map<string, number>();
    for (let seed = 1; seed <= WORLDS; seed++) {
      const dice = new Dice(seed);
      const world = randomWorld(dice);
      const directory = directoryOf(world);
      const authorizeWorld = worldOf(world, directory);
      const users = world.users.filter((user) => !user.disabled);
      const principals = new Map(users.map(({ id }) => [id, principalOf(directory, id, dice)]));
      for (let i = 0; i < DECISIONS_PER_WORLD; i++) {
        const user = dice.of(users).id;
        const principal = principals.get(user);
        if (principal === undefined) throw new Error('every user has a principal');
        const asked = randomOperation(dice, world);
        const decision = authorize(principal, operationOf(world, asked), authorizeWorld, {
          trace: dice.often(0.1),
        });
        const told = decision.allowed
          ? 'allowed'
          : [decision.code, decision.attributes?.join()].join(' ').trim();
        const expected = oracleAuthorize(world, user, asked);
        if (told !== expected)
          expect.fail(`seed ${seed}, ${user}: ${told}, oracle ${expected}: ${JSON.stringify(asked)}`);
        const answer = `${asked.kind} ${expected.split(' ')[0]}`;
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        if (i % 4 === 0) compareMask(world, user, principal, asked.record, `seed ${seed}`);
      }
    }
    expect([...answers.values()].reduce((sum, count) => sum + count)).toBe(WORLDS * DECISIONS_PER_WORLD);
    for (const kind of ['create', 'update', 'delete', 'set-state', 'assign']) {
      expect(answers.get(`${kind} allowed`), kind).toBeGreaterThan(500);
    }
    for (const rule of rules) expect(answers.get(rule), rule).toBeGreaterThan(100);
  });

  it('agree that equal scope texts mean equal rights, and different ones different rights', () => {
    let equal = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const dice = new Dice(seed);
      const before = randomWorld(dice);
      const changed = dice.below(before.roles.length);
      const roles = before.roles.map((role, i) => (i === changed ? changeRole(role, dice) : role));
      const after = { ...before, roles };
      const user = 'user-0';
      const principals = [before, after].map((world) => principalOf(directoryOf(world), user, dice));
      for (const { name } of entities) {
        const texts = principals.map((principal) => scopeHashInput(principal, indexOf(name)));
        const rights = principals.map((principal) => rightsAnywhere(before, principal, name));
        if (texts[0] === texts[1]) equal++;
        expect(texts[0] === texts[1], `seed ${seed} ${name}`).toBe(rights[0] === rights[1]);
      }
    }
    expect(equal).toBeGreaterThan(200);
    expect(equal).toBeLessThan(1_900);
  });
});

function changeRole(role: OracleWorld['roles'][number], dice: Dice): OracleWorld['roles'][number] {
  return dice.often(0.5) ? { ...role, rights: randomRights(dice) } : { ...role, inheritance: 'team-only' };
}

function compareMask(
  world: OracleWorld,
  user: string,
  principal: Principal,
  record: OracleRecord,
  where: string,
) {
  const index = indexOf(record.entity);
  const owner = rowOf(record).system;
  const isUnowned = index.entity.ownership === 'none';
  const expected = privileges.reduce((mask, privilege, i) => {
    const isHeld =
      isUnowned && privilege === 'read' ? true : lacks(world, user, privilege, record) === undefined;
    return isHeld ? mask | (1 << i) : mask;
  }, 0);
  const mask = accessMask(principal, index, owner);
  if (mask !== expected)
    expect.fail(`${where}, ${user}: mask ${mask}, oracle ${expected}: ${JSON.stringify(record)}`);
  const reads = canRead(principal, index, owner);
  if (reads !== (isUnowned || oracleReads(world, user, record)))
    expect.fail(`${where}, ${user}: canRead is ${reads}`);
  const parts = readableParts(principal, index);
  for (const { name, secured } of index.parts) {
    const may = !secured || columnRight(world, user, record.entity, name, 'read');
    if (parts.has(name) !== may) expect.fail(`${where}, ${user}: part ${name} of ${record.entity}`);
    const rights = columnRights(principal, index, name);
    for (const right of secured ? (['update', 'create'] as const) : []) {
      const isHeld = columnRight(world, user, record.entity, name, right);
      if ((rights?.[right] ?? false) !== isHeld) expect.fail(`${where}, ${user}: ${right} on ${name}`);
    }
  }
}

/** All masks that records of any owner in any unit (one unknown) can have, and all column rights. */
function rightsAnywhere(world: OracleWorld, principal: Principal, entity: string): string {
  const index = indexOf(entity);
  const owners = [principal.userId, principal.ownerTeams[0] ?? 'nobody', 'nobody', null];
  const units = [...world.units.map((unit) => unit.id), 'unit-x'];
  const masks = owners.flatMap((ownerid) =>
    units.map((unit) =>
      accessMask(principal, index, rowOf({ entity, id: 'x', ownerid, unit, values: {} }).system),
    ),
  );
  const columns = index.parts.map((part) => columnRights(principal, index, part.name) ?? null);
  return JSON.stringify([masks, columns]);
}
