/**
 * A crash run: a relay and three tablets, killed as planned while people work, until everything has to
 * come to rest and is read.
 *
 * Invariant: the driver holds the ledger and nothing else; whatever it concludes comes from folders of
 * dead processes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readDevice } from '../world/observer-device.ts';
import { seededRandom } from '../world/virtual-time.ts';
import { checkRest, type RestingDevice } from './check-rest.ts';
import { Hub } from './hub.ts';
import { Ledger } from './ledger.ts';
import { Load } from './load.ts';
import { authors, WITNESS } from './organization.ts';
import { planKills } from './plan.ts';
import { millisecondsSince } from './stop-at.ts';
import { readStored } from './stored-folder.ts';
import { Tablet } from './tablet.ts';

export interface CrashOptions {
  /** Of the relay, and as many of devices. */
  readonly kills: number;
  readonly seed: number;
  /** The paths of the compiled `relay-process` and `device-process`. */
  readonly programs: { readonly relay: string; readonly device: string };
  /** How long a start may take until it serves. */
  readonly restartMs?: number;
  readonly say?: (line: string) => void;
}

export interface CrashResult {
  readonly relayKills: number;
  readonly deviceKills: number;
  /** Changes whose acceptance reached a device. */
  readonly acknowledged: number;
  /** Edits of which a device said that they are stored. */
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  readonly torn: number;
  readonly slowestStartMs: number;
  readonly slowestDrainMs: number;
  readonly rebuilds: number;
  readonly reached: readonly string[];
  /** Everything that is wrong; empty when all held. */
  readonly problems: readonly string[];
  /** Where the folders are, when something is wrong. */
  readonly folder: string;
}

const RESTART_MS = 5_000;
const DRAIN_MS = 30_000;
const THINKING_MS = 25;

export async function runCrashes(options: CrashOptions): Promise<CrashResult> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoin-crash-'));
  const run = new CrashRun(options, folder);
  try {
    await run.run();
  } finally {
    await run.killAll();
  }
  const result = run.result();
  if (result.problems.length === 0) await rm(folder, { recursive: true, force: true });
  return result;
}

class CrashRun {
  readonly #options: CrashOptions;
  readonly #folder: string;
  readonly #random: () => number;
  readonly #ledger = new Ledger();
  readonly #load: Load;
  readonly #hub: Hub;
  readonly #tablets: Tablet[] = [];
  #isLoading = false;
  #isOver = false;
  #slowestDrainMs = 0;

  constructor(options: CrashOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.#random = seededRandom(options.seed);
    this.#load = new Load(this.#ledger, this.#random);
    const { restartMs = RESTART_MS, programs } = options;
    const common = { ledger: this.#ledger, random: this.#random, restartMs };
    this.#hub = new Hub({
      ...common,
      program: programs.relay,
      folder: join(folder, 'relay'),
      onReady: () => this.#tablets.forEach((tablet) => void tablet.hurry()),
      onRewriting: (isWanted) => {
        this.#load.isRewriting = isWanted;
      },
    });
    for (const person of authors) this.#tablets.push(this.#newTablet(person));
  }

  #newTablet(person: (typeof authors)[number] | typeof WITNESS): Tablet {
    const { restartMs = RESTART_MS, programs } = this.#options;
    return new Tablet({
      ...{ ledger: this.#ledger, random: this.#random, restartMs, person, hub: this.#hub },
      program: programs.device,
      folder: join(this.#folder, person),
    });
  }

  async run(): Promise<void> {
    const { kills, say = () => undefined } = this.#options;
    const phases = planKills(kills, authors.length, this.#random);
    await this.#hub.victim.start();
    await this.#hub.readTokens();
    await Promise.all(this.#tablets.map((tablet) => tablet.victim.start()));
    const working = this.#tablets.map((tablet) => this.#work(tablet));
    for (const [at, phase] of phases.entries()) {
      await this.#comeToRest();
      this.#isLoading = true;
      await sleep(500);
      await Promise.all([
        this.#hub.victim.liveThrough(phase.relay),
        ...this.#tablets.map((tablet, number) => tablet.victim.liveThrough(phase.devices[number] ?? [])),
      ]);
      const { accepted, stored, problems } = this.#ledger;
      say(
        `phase ${at + 1} of ${phases.length}: ${stored} stored, ${accepted.size} acknowledged, ${problems.length} problems`,
      );
    }
    await this.#comeToRest();
    this.#isOver = true;
    await Promise.all(working);
    await this.#check();
  }

  /** One person, until the run is over. */
  async #work(tablet: Tablet): Promise<void> {
    while (!this.#isOver) {
      await sleep(this.#load.isRewriting ? 0 : this.#random() * THINKING_MS);
      if (!this.#isLoading || !tablet.isUsable) continue;
      tablet.isBusy = true;
      await this.#load.step(tablet.name, (request) => tablet.ask(request)).catch(() => undefined);
      tablet.isBusy = false;
    }
  }

  /** Nobody works any more; every outbox has to empty itself. */
  async #comeToRest(): Promise<void> {
    this.#isLoading = false;
    for (const tablet of this.#tablets) await tablet.beginRest();
    const began = process.hrtime.bigint();
    while (!this.#tablets.every((tablet) => tablet.isDrained)) {
      await sleep(20);
      if (millisecondsSince(began) < DRAIN_MS) continue;
      for (const tablet of this.#tablets) {
        if (!tablet.isDrained) this.#ledger.problems.push(`stuck: ${tablet.name} is ${tablet.describe()}`);
      }
      return;
    }
    this.#slowestDrainMs = Math.max(this.#slowestDrainMs, millisecondsSince(began));
  }

  async #check(): Promise<void> {
    // A new session is told where the log ends; a new tablet gets everything from the views.
    for (const tablet of this.#tablets) {
      await tablet.victim.stop();
      await tablet.victim.start();
    }
    const witness = this.#newTablet(WITNESS);
    this.#tablets.push(witness);
    await witness.victim.start();
    await this.#comeToRest();
    await this.killAll();
    await this.#hub.readLog();
    const resting: RestingDevice[] = [];
    for (const { name, folder } of this.#tablets) {
      resting.push({ name, person: name, seen: readDevice(await readStored(folder)) });
    }
    this.#ledger.problems.push(...checkRest(this.#ledger, this.#hub.log, resting));
  }

  async killAll(): Promise<void> {
    this.#isOver = true;
    await Promise.all([this.#hub.victim.kill(), ...this.#tablets.map(({ victim }) => victim.kill())]);
  }

  result(): CrashResult {
    const problems = [...new Set(this.#ledger.problems)];
    const count = (kind: string): number => problems.filter((problem) => problem.startsWith(kind)).length;
    const victims = [this.#hub.victim, ...this.#tablets.map(({ victim }) => victim)];
    return {
      relayKills: this.#hub.victim.kills,
      deviceKills: this.#tablets.reduce((sum, { victim }) => sum + victim.kills, 0),
      acknowledged: this.#ledger.accepted.size,
      stored: this.#ledger.stored,
      ...{ lost: count('lost'), doubled: count('doubled'), torn: count('torn') },
      slowestStartMs: Math.max(...victims.map(({ slowestStartMs }) => slowestStartMs)),
      slowestDrainMs: this.#slowestDrainMs,
      rebuilds: this.#hub.log.relay.rebuilds,
      reached: victims.flatMap(({ reached }) => reached).sort(),
      ...{ problems, folder: this.#folder },
    };
  }
}
