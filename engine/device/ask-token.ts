/**
 * Asking the app for a token.
 *
 * Invariant: there is one answer to each asking, within a bound: what an app's function throws, and that
 * it never answers, counts as a failure like any other.
 */
import type { Seams } from '../clock/index.ts';
import { type Code, RejoinError } from '../model/index.ts';

/** How long the app may take to give a token, in milliseconds. */
const TOKEN_MS = 30_000;

export interface TokenRequest {
  readonly seams: Pick<Seams, 'setTimer'>;
  readonly token: () => Promise<string>;
  readonly onToken: (token: string) => void;
  readonly onFailure: (code: Code, reason: string) => void;
}

/** Asks. Returns what ends the waiting: then neither is called any more. */
export function askToken({ seams, token, onToken, onFailure }: TokenRequest): () => void {
  let isWaiting = true;
  const cancelBound = seams.setTimer(TOKEN_MS, () => {
    answer(() => onFailure('relay-unreachable', `no token came within ${TOKEN_MS / 1_000} s`));
  });
  const stop = (): void => {
    isWaiting = false;
    cancelBound();
  };
  const answer = (tell: () => void): void => {
    if (!isWaiting) return;
    stop();
    tell();
  };
  new Promise<string>((resolve) => resolve(token())).then(
    (given) => answer(() => onToken(given)),
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : 'no token was given';
      answer(() => onFailure(error instanceof RejoinError ? error.code : 'token-refused', reason));
    },
  );
  return stop;
}
