/**
 * One person's tablet of a crash run: its folder, what it says of itself, and the wipes that it is
 * killed in.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncStatus } from '../../engine/device/index.ts';
import { readDevice } from '../world/observer-device.ts';
import { checkTorn } from './check-rest.ts';
import type { DeviceNews, DeviceRequest, DeviceSettings } from './device-process.ts';
import { deadUrl, type Hub } from './hub.ts';
import type { Ledger } from './ledger.ts';
import type { End } from './plan.ts';
import type { Answer } from './process-life.ts';
import type { Stop } from './stop-at.ts';
import { readStored } from './stored-folder.ts';
import { Victim } from './victim.ts';

export interface TabletOptions {
  readonly person: string;
  readonly program: string;
  readonly folder: string;
  readonly hub: Hub;
  readonly ledger: Ledger;
  readonly restartMs: number;
  readonly random: () => number;
}

/** How long a revoked tablet may take to wipe itself after its start. */
const WIPE_MS = 15_000;

/** Why an edit may be refused before it is stored: its record has left, or nothing came here yet. */
const expected: ReadonlySet<string> = new Set(['record-gone', 'not-provisioned']);

export class Tablet {
  readonly name: string;
  readonly folder: string;
  readonly victim: Victim<DeviceRequest, DeviceNews>;
  readonly #options: TabletOptions;
  #status: SyncStatus | undefined;
  /** What the relay said since everything should rest. */
  #heard: string[] = [];
  #pendingAtRest = 0;
  #number = 0;
  #url: string | undefined;
  #isRevoked = false;
  #isWiping = false;
  #isWiped = false;
  /** While its first download runs a tablet may be between two states. */
  #isComplete = false;
  isBusy = false;

  constructor(options: TabletOptions) {
    this.#options = options;
    this.name = options.person;
    this.folder = options.folder;
    const { hub, ledger, person, folder, program, restartMs, random } = options;
    this.victim = new Victim({
      ...{ name: person, program, restartMs, random },
      args: () => {
        this.#status = undefined;
        const settings: DeviceSettings = {
          storage: folder,
          url: this.#url ?? hub.url,
          token: hub.token(person),
        };
        return [JSON.stringify(settings)];
      },
      onNews: (news) => this.#take(news),
      onReady: () => undefined,
      provoke: (stop, isOver) => this.#provoke(stop, isOver),
      afterEnd: (end) => this.#afterEnd(end),
      onProblem: (problem) => ledger.problems.push(problem),
    });
  }

  /** Whether its person can work on it. */
  get isUsable(): boolean {
    return this.victim.isReady && !this.#isWiping;
  }

  get isDrained(): boolean {
    return (
      !this.isBusy && this.victim.isReady && this.#status?.state === 'ready' && this.#status.pending === 0
    );
  }

  /** From here on it has to come to rest. */
  async beginRest(): Promise<void> {
    this.#heard = [];
    this.#pendingAtRest = this.#status?.pending ?? 0;
    await this.hurry();
  }

  describe(): string {
    const [isBusy, pendingAtRest, heard] = [this.isBusy, this.#pendingAtRest, this.#heard.slice(-5)];
    return JSON.stringify({ ...this.#status, progress: undefined, isBusy, pendingAtRest, heard });
  }

  /** Asks the device; what it may not fail with is a problem. */
  async ask(request: DeviceRequest): Promise<Answer> {
    const answer = await this.victim.ask(request);
    const isExpected = answer.ok || expected.has(answer.code ?? '');
    if (!isExpected)
      this.#options.ledger.problems.push(`trouble on ${this.name}: ${request.kind}: ${answer.code}`);
    return answer;
  }

  /** The network is back. */
  async hurry(): Promise<void> {
    await this.victim.ask({ kind: 'online' }).catch(() => undefined);
  }

  #take(news: DeviceNews): void {
    const { ledger } = this.#options;
    switch (news.kind) {
      case 'welcome':
        this.#number = news.number;
        break;
      case 'accepted':
        ledger.noteAccepted(`${this.#number}/${news.number}`, news.sequence);
        break;
      case 'status': {
        const { state, code, reason, pending } = news.status;
        this.#status = news.status;
        if (state === 'ready' && pending === 0) this.#isComplete = true;
        if (state === 'stopped') ledger.problems.push(`stuck: ${this.name} stopped with ${code}: ${reason}`);
        break;
      }
      case 'heard':
        this.#heard.push(news.text);
        break;
      case 'wiped':
        this.#isWiped = true;
        break;
      case 'ready':
    }
  }

  /** Compactions and drafts come by themselves; wipes are asked for, here or at the relay. */
  async #provoke({ point }: Stop, isOver: () => boolean): Promise<void> {
    if (point !== 'before-wipe' && point !== 'mid-wipe') return;
    const { random, hub } = this.#options;
    await sleep(500 + random() * 1_000);
    this.#isWiping = true;
    while (this.isBusy) await sleep(5);
    if (random() < 0.3) {
      await this.victim.ask({ kind: 'wipe' });
      return;
    }
    while (!isOver()) {
      const number = this.#number;
      const answer =
        number === 0 ? undefined : await hub.victim.ask({ kind: 'revoke', number }).catch(() => undefined);
      if (answer?.ok === true) this.#isRevoked = true;
      await sleep(200);
    }
  }

  async #afterEnd(end: End): Promise<void> {
    const { ledger } = this.#options;
    if (end.kind === 'point' && end.stop.point === 'mid-wipe') {
      ledger.noteWiped(this.name);
      this.#url = await deadUrl();
      await this.victim.start();
      await this.#assertEmpty();
    } else if (this.#isRevoked) {
      ledger.noteWiped(this.name);
      this.#isWiped = false;
      await this.victim.start();
      for (let waited = 0; !this.#isWiped && waited < WIPE_MS; waited += 50) {
        if (waited % 1_000 === 0) await this.hurry();
        await sleep(50);
      }
      await this.#assertEmpty();
    } else if (this.#isComplete) {
      const seen = readDevice(await readStored(this.folder));
      ledger.problems.push(...checkTorn(ledger, this.name, seen));
      const versions = new Map(Array.from(seen.rows, ([key, { version }]) => [key, version]));
      ledger.deaths.push({ device: this.name, cursor: seen.cursor, versions });
    }
    this.#isRevoked = false;
    this.#isWiping = false;
    this.#url = undefined;
  }

  /** After a wipe nothing of the records is left, even if it was cut short. */
  async #assertEmpty(): Promise<void> {
    await this.victim.kill();
    const tables = [...readDevice(await readStored(this.folder)).tables.keys()];
    const left = tables.filter((table) => table !== 'state');
    if (left.length > 0)
      this.#options.ledger.problems.push(`differs: ${this.name} was wiped, and holds ${left.join()}`);
    this.#isComplete = false;
    this.#number = 0;
  }
}
