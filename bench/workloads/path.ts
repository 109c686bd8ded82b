/**
 * The relay's own path without network and disk: frames go into real sessions of a real relay over a
 * database in memory, 32 from each of two clients a turn; verdicts and pages come out. Counted is the CPU
 * time of the process, so a busy machine disturbs this less than any rate.
 */
import { createDecoder, readVarUint } from 'lib0/decoding';
import { MemoryLevel } from 'memory-level';
import { encodeDeviceMessage } from '../../engine/protocol/index.ts';
import { Relay, readConfiguration } from '../../relay/server/index.ts';
import type { Socket } from '../../relay/session/index.ts';
import { DATABASE_ENCODINGS, LevelStore } from '../../relay/store/index.ts';
import { RawAuthor } from '../../test/world/raw-author.ts';
import { createFrames, updateFrames } from '../changes.ts';
import { helloOf, messageOf, WINDOW } from '../lean-client.ts';
import { ROOT_UNIT, realisticDirectory, realisticMetadata, worker } from '../organization.ts';
import { ORGANIZATION, UNLIMITED_RATES } from '../relay-process.ts';
import { realSeams } from '../seams.ts';
import { Collector, type Workload } from '../workload.ts';

const RECORDS = 1_000;
const UPDATES_A_RUN = 16_000;
/** Updates after which the clock is read; of so many short pieces the best says what the code costs. */
const PIECE = 1_600;

export const path: Workload = {
  name: 'path',
  measures: 'the relay from frame to verdict and page, in one process over a database in memory',
  async measure({ runs, isQuick }) {
    const collector = new Collector();
    const relay = await aRelay();
    const clients = [new MemoryClient(relay, 0), new MemoryClient(relay, 1)];
    for (const client of clients) await client.greeted;
    for (let run = 0; run <= runs; run++) {
      const count = UPDATES_A_RUN / (isQuick ? 2 : 1);
      const pieces = await measureRun(clients, count);
      if (run === 0) continue;
      collector.add(
        'path',
        'µs of CPU an update',
        pieces.reduce((sum, piece) => sum + piece, 0) / pieces.length,
      );
      collector.add('path.best-piece', 'µs of CPU an update', Math.min(...pieces));
    }
    for (const client of clients) client.hangUp();
    await relay.stop();
    return collector.figures;
  },
};

async function aRelay(): Promise<Relay> {
  const stores = await LevelStore.open(new MemoryLevel<string, Uint8Array>(DATABASE_ENCODINGS));
  const relay = await Relay.open(
    {
      seams: realSeams,
      limits: readConfiguration({ file: UNLIMITED_RATES }),
      openStore: (id) => stores.organization(id),
      createStore: (id, first) => stores.create(id, first),
      verifyToken: async (token) => ({
        userId: worker(Number(token)),
        organization: ORGANIZATION,
        endsAt: realSeams.now() + 3_600_000,
      }),
      report: () => {},
    },
    [],
  );
  const incarnation = '00000000-0009-4000-8000-000000000000';
  const rootUnit = { id: ROOT_UNIT, name: 'Root' };
  const organization = await relay.createOrganization(ORGANIZATION, { incarnation, rootUnit });
  if ('code' in organization) throw new Error(organization.reason);
  const metadata = realisticMetadata();
  const result = await organization.configure({ changes: realisticDirectory(metadata), metadata }, null);
  if (typeof result !== 'number') throw new Error(result.reason);
  return relay;
}

/** Microseconds an update, piece by piece. */
async function measureRun(clients: readonly MemoryClient[], count: number): Promise<readonly number[]> {
  const [first, second] = clients;
  if (first === undefined || second === undefined) throw new Error('two clients are needed');
  const { ids, frames } = createFrames(first.author, RECORDS);
  await first.drive(frames);
  for (const client of clients) await client.drain();
  const own = clients.map(({ author }, place) =>
    updateFrames(author, ids.slice((place * RECORDS) / 2, ((place + 1) * RECORDS) / 2), count / 2),
  );
  const pieces: number[] = [];
  for (let at = 0; at < count / 2; at += PIECE / 2) {
    const start = process.cpuUsage();
    await Promise.all(
      clients.map((client, place) => client.drive(own[place]?.slice(at, at + PIECE / 2) ?? [])),
    );
    const { user, system } = process.cpuUsage(start);
    pieces.push((user + system) / PIECE);
  }
  return pieces;
}

/** A device that is a function call away from its session. */
class MemoryClient {
  readonly author = new RawAuthor(realSeams);
  readonly greeted: Promise<void>;
  readonly #socket: Socket;
  #answered = 0;
  #isOpen = false;
  #unconfirmed = 0;

  constructor(relay: Relay, place: number) {
    const { promise, resolve } = withResolvers();
    this.greeted = promise;
    this.#socket = {
      send: (frame) => this.#receive(frame, resolve),
      close: () => {},
      bufferedAmount: 0,
      onMessage: undefined,
      onClose: undefined,
    };
    relay.accept(this.#socket);
    this.#socket.onMessage?.(encodeDeviceMessage(helloOf(place, String(place))));
  }

  /** Sends a window of frames a turn, until all are accepted. */
  async drive(frames: readonly Uint8Array[]): Promise<void> {
    const end = this.#answered + frames.length;
    for (let at = 0; at < frames.length; at += WINDOW) {
      if (this.#unconfirmed > 0) this.#confirm();
      for (const frame of frames.slice(at, at + WINDOW)) this.#socket.onMessage?.(frame);
      while (this.#answered < end - frames.length + Math.min(at + WINDOW, frames.length)) await nextTurn();
    }
  }

  /** Confirms pages until none comes any more. */
  async drain(): Promise<void> {
    await nextTurn();
    while (this.#unconfirmed > 0) {
      this.#confirm();
      for (let turn = 0; turn < 3; turn++) await nextTurn();
    }
  }

  hangUp(): void {
    this.#socket.onClose?.();
  }

  #confirm(): void {
    this.#socket.onMessage?.(encodeDeviceMessage({ type: 'stored', cursor: 0, page: this.#unconfirmed }));
    this.#unconfirmed = 0;
  }

  #receive(frame: Uint8Array, greeted: () => void): void {
    const [type] = frame;
    if (!this.#isOpen) this.#greet(frame, greeted);
    else if (type === 67) this.#answered += 1;
    else if (type === 66) this.#unconfirmed = pageOf(frame);
    else throw new Error(`answered with ${JSON.stringify(messageOf(frame))}`);
  }

  #greet(frame: Uint8Array, greeted: () => void): void {
    const message = messageOf(frame);
    if (message.type === 'welcome') this.author.device = message.deviceNumber;
    if (message.type !== 'metadata') return;
    this.author.metadataVersion = message.version;
    this.#isOpen = true;
    greeted();
  }
}

function pageOf(frame: Uint8Array): number {
  const decoder = createDecoder(frame);
  decoder.pos = 1;
  return readVarUint(decoder);
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
