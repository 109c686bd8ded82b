/** The relay of a crash run: its folder, its tokens, its log as the observer reads it at each death. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import { RelayLog } from './relay-log.ts';
import type { RelayNews, RelayRequest } from './relay-process.ts';
import { Victim } from './victim.ts';

export interface HubOptions {
  readonly program: string;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly restartMs: number;
  readonly random: () => number;
  onReady(): void;
  /** Whether records shall be overwritten until their parts begin anew. */
  onRewriting(isWanted: boolean): void;
}

export class Hub {
  readonly victim: Victim<RelayRequest, RelayNews>;
  readonly log = new RelayLog();
  readonly #folder: string;
  readonly #ledger: Ledger;
  #tokens: Readonly<Record<string, string>> = {};
  #port = 0;

  constructor({ folder, ledger, onRewriting, ...options }: HubOptions) {
    this.#folder = folder;
    this.#ledger = ledger;
    this.victim = new Victim({
      ...options,
      name: 'the relay',
      args: () => [folder, String(this.#port)],
      onNews: (news) => {
        if (news.kind === 'ready') this.#port = news.port;
        else ledger.problems.push(`trouble at the relay: ${news.text}`);
      },
      provoke: async ({ point }, isOver) => {
        if (point !== 'before-rebuild' && point !== 'after-rebuild') return;
        onRewriting(true);
        while (!isOver()) await sleep(20);
        onRewriting(false);
      },
      afterEnd: () => this.readLog(),
      onProblem: (problem) => ledger.problems.push(problem),
    });
  }

  /** Where tablets connect. */
  get url(): string {
    return `ws://127.0.0.1:${this.#port}/sync`;
  }

  async readTokens(): Promise<void> {
    const { result } = await this.victim.ask({ kind: 'tokens' });
    this.#tokens = result as Readonly<Record<string, string>>;
  }

  token(person: string): string {
    return this.#tokens[person] ?? '';
  }

  /** What the dead relay's log has more than before. */
  readLog(): Promise<void> {
    return this.log.readOn(join(this.#folder, 'db'), this.#ledger);
  }
}

/** An address where nobody listens. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return `ws://127.0.0.1:${port}/sync`;
}
