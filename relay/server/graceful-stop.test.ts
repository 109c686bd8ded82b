/** A relay is stopped while changes are unanswered: what was answered stays, and each of the rest counts once. */
import { describe, expect, it } from 'vitest';
import { asId, type OrganizationId } from '../../engine/model/index.ts';
import type { PushMessage } from '../../engine/protocol/index.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { idOf, OrganizationBuilder, ROOT_UNIT, user } from '../../test/world/organization-builder.ts';
import { RawAuthor } from '../../test/world/raw-author.ts';
import { aDeviceId, RawClient } from '../../test/world/raw-client.ts';
import { seededRandom, VirtualTime, virtualSeams } from '../../test/world/virtual-time.ts';
import type { OpenOrganization } from '../session/index.ts';
import { LevelStore } from '../store/index.ts';
import { readConfiguration } from './config.ts';
import type { RelayEvent } from './log.ts';
import { Relay } from './relay.ts';

const CHANGES = 40;
const harbour = asId<OrganizationId>('harbour');
/** What a store holds that can be filled. */
const small = { maxOverlayBytes: 12_000, flushAtBytes: 6_000, pause: async () => undefined };

/** One life of the relay on a disk. */
async function serve(disk: LossyLevel, time: VirtualTime, gate: { open: Promise<void> }) {
  const events: RelayEvent[] = [];
  const levels = await LevelStore.open(disk, small);
  const relay = await Relay.open(
    {
      seams: virtualSeams(time, 11),
      limits: readConfiguration({}),
      openStore: (id) => levels.organization(id),
      createStore: (id, first) => levels.create(id, first),
      report: (event) => void events.push(event),
      async verifyToken(name) {
        await gate.open;
        return { userId: user(name), organization: harbour, endsAt: time.now + 3_600_000 };
      },
    },
    await levels.organizations(),
  );
  /** As the program does it: first the relay, then its disk. */
  const stop = async () => {
    await relay.stop();
    await levels.close();
  };
  return { relay, events, stop };
}

class Office {
  readonly time = new VirtualTime();
  readonly gate = { open: Promise.resolve() };
  readonly disk = new LossyLevel(seededRandom(5));
  #life: Awaited<ReturnType<typeof serve>> | undefined;

  static async open(): Promise<Office> {
    const office = new Office();
    await office.start();
    const rootUnit = { id: ROOT_UNIT, name: 'Root' };
    await office.life.relay.createOrganization(harbour, { incarnation: idOf('incarnation'), rootUnit });
    const { changes, metadata } = new OrganizationBuilder('harbour').withUser('vera').withUser('otto');
    await office.organization.configure({ changes, metadata }, null);
    return office;
  }

  get life(): Awaited<ReturnType<typeof serve>> {
    if (this.#life === undefined) throw new Error('the relay has not begun');
    return this.#life;
  }

  get organization(): OpenOrganization {
    const organization = this.life.relay.organization(harbour);
    if (organization === undefined) throw new Error('the relay does not serve its organization');
    return organization;
  }

  async start(): Promise<void> {
    this.disk.recover();
    this.#life = await serve(this.disk, this.time, this.gate);
  }

  device(name: string, place: number): RawClient {
    return new RawClient({
      author: new RawAuthor(virtualSeams(this.time, 100 + place)),
      ...{ organization: harbour, deviceId: aDeviceId(place), token: name },
      accept: (socket) => this.life.relay.accept(socket),
      settle: () => this.time.settle(),
    });
  }

  /** Sends that many changes, each with a record of its own. */
  send(client: RawClient, count = CHANGES): PushMessage[] {
    const operations = Array.from({ length: count }, (_, n) =>
      client.author.create('account', { name: `${n}` }),
    );
    const messages = operations.map((operation) => client.author.push([operation]));
    for (const message of messages) client.send(message);
    return messages;
  }

  /** Lets the stalled disk do one write at a time, until that has happened. */
  async writeOneByOne(until: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = until.finally(() => {
      isOver = true;
    });
    for (let writes = 0; !isOver && writes < 100; writes++) {
      this.disk.resumeWrites();
      this.disk.stallWrites();
      await this.time.settle();
    }
    await over;
  }

  /** Its changes by the log: number and verdict, in their order. */
  async decided(client: RawClient): Promise<string[]> {
    const decided: string[] = [];
    for await (const { entry } of this.organization.store.audit({ limit: 10_000 })) {
      if (entry.kind !== 'accepted' && entry.kind !== 'refused') continue;
      if (entry.author.device === client.author.device)
        decided.unshift(`${entry.kind} ${entry.author.number}`);
    }
    return decided;
  }
}

/** Vera and Otto are connected, and ten of her changes are answered. */
async function anOfficeAtWork() {
  const office = await Office.open();
  const [vera, otto] = [office.device('vera', 1), office.device('otto', 2)];
  for (const client of [vera, otto]) await client.connect();
  const answered = office.send(vera, 10);
  await office.time.settle();
  expect(vera.of('accepted').map(({ number }) => number)).toEqual(answered.map(({ number }) => number));
  return { office, vera, otto, answered };
}

function expectClosed(...clients: readonly RawClient[]): void {
  for (const client of clients) {
    expect(client.messages.at(-1)).toMatchObject({ type: 'fault', code: 'unavailable' });
    expect(client.closed).toEqual({ code: 4000, reason: 'unavailable' });
  }
}

/** The devices come back to the next life, and Vera's sends again what it has no answer to. */
async function comeBack(
  office: Office,
  [vera, otto]: readonly [RawClient, RawClient],
  sent: readonly PushMessage[],
) {
  await office.start();
  const known = vera.of('accepted').at(-1)?.number ?? 0;
  for (const client of [vera, otto]) client.clear();
  await vera.connect({ lastVerdict: known });
  const told = vera.messages.filter(({ type }) => type === 'accepted' || type === 'page');
  for (const message of sent.filter(({ number }) => number > known)) vera.send(message);
  await office.time.settle();
  await otto.connect();
  return { told, known };
}

/** Each change was taken once, is answered, and is with the other device as it is with the relay. */
async function expectEachOnce(
  office: Office,
  [vera, otto]: readonly [RawClient, RawClient],
  { sent, known }: { readonly sent: readonly PushMessage[]; readonly known: number },
): Promise<void> {
  expect(await office.decided(vera)).toEqual(sent.map(({ number }) => `accepted ${number}`));
  const answers = new Set(vera.of('accepted').map(({ number }) => number));
  expect([...answers]).toEqual(sent.map(({ number }) => number).filter((number) => number > known));
  const ids = sent.flatMap(({ operations }) => operations.map(({ id }) => id));
  expect([...otto.held.keys()].sort()).toEqual([...ids].sort());
  const puts = otto.items.map(({ id }) => id);
  expect(new Set(puts).size).toBe(puts.length);
}

describe('a relay that is stopped while changes are unanswered', () => {
  it('[P2] closes the sockets at once, and has made all durable that it had taken', async () => {
    const { office, vera, otto, answered } = await anOfficeAtWork();
    office.disk.stallWrites();
    const unanswered = office.send(vera);
    await office.time.settle();
    // Some are being written, some are judged behind them, and the others wait for room.
    expect(office.organization.store.hasRoom).toBe(false);

    const stopped = office.life.stop();
    expectClosed(vera, otto);
    await office.writeOneByOne(stopped);
    expect(vera.of('accepted')).toHaveLength(answered.length);
    expect(office.life.events.map(({ event }) => event)).not.toContain('storage-failed');

    const sent = [...answered, ...unanswered];
    const { told, known } = await comeBack(office, [vera, otto], sent);
    // Before it sends anything again, and before any page.
    expect(told.slice(0, CHANGES).map((message) => message.type)).toEqual(unanswered.map(() => 'accepted'));
    await expectEachOnce(office, [vera, otto], { sent, known });
  });

  it.each(['lost', 'kept'] as const)(
    '[P2] [P3] whose last write fails (and is %s) takes each that is sent again once',
    async (how) => {
      const { office, vera, otto, answered } = await anOfficeAtWork();
      office.disk.stallWrites();
      const unanswered = office.send(vera);
      await office.time.settle();
      office.disk.failWrites(how);
      const stopped = office.life.stop();
      office.disk.resumeWrites();
      await stopped;
      expectClosed(vera, otto);
      expect(vera.of('accepted')).toHaveLength(answered.length);
      expect(office.life.events.map(({ event }) => event)).toContain('storage-failed');

      const sent = [...answered, ...unanswered];
      const { told, known } = await comeBack(office, [vera, otto], sent);
      expect(told.some(({ type }) => type === 'accepted')).toBe(how === 'kept');
      await expectEachOnce(office, [vera, otto], { sent, known });
    },
  );

  it('[P3] takes what was refused once, and answers it when it comes again', async () => {
    const { office, vera, otto, answered } = await anOfficeAtWork();
    office.disk.stallWrites();
    const unanswered = [
      vera.author.push([vera.author.create('account', { phone: '1' })]),
      vera.author.push([vera.author.create('account', { name: 'Good' })]),
    ];
    for (const message of unanswered) vera.send(message);
    const stopped = office.life.stop();
    office.disk.resumeWrites();
    await stopped;

    await comeBack(office, [vera, otto], unanswered);
    expect((await office.decided(vera)).slice(answered.length)).toEqual(['refused 11', 'accepted 12']);
    expect(vera.of('rejected').map(({ number }) => number)).toEqual([11, 11]);
    expect(otto.held.size).toBe(answered.length + 1);
  });

  it('lets in nobody whose token is being checked, and reports no failing disk', async () => {
    const { office, vera } = await anOfficeAtWork();
    let letGo = (): void => undefined;
    office.gate.open = new Promise((resolve) => {
      letGo = resolve;
    });
    const [late, known] = [office.device('otto', 3), office.device('vera', 1)];
    for (const client of [late, known]) {
      client.dial();
      client.send(client.hello());
    }
    await office.life.stop();
    letGo();
    await office.time.settle();
    expectClosed(late, known, vera);
    expect([late, known].map(({ frames }) => frames.length)).toEqual([1, 1]);
    expect(office.life.events.filter(({ event }) => event === 'storage-failed')).toEqual([]);
  });
});
