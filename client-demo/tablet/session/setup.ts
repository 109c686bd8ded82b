/**
 * What `npm start` tells its pages: the organization, its users, where to connect, and tokens.
 *
 * What was told last is kept, so that a tablet without a network opens as it was.
 */
import { RejoinError } from '../../../engine/index.ts';
import type { KeptTexts } from './kept-texts.ts';

export interface SetupUser {
  readonly id: string;
  readonly name: string;
  /** What they do. */
  readonly title: string;
}

export interface Setup {
  readonly organization: string;
  readonly app: string;
  readonly syncPath: string;
  readonly users: readonly SetupUser[];
  /** Whose tablets are shown first. */
  readonly start: { readonly left: string; readonly right: string };
}

const KEY = 'setup';

/** The setup; the last one where nobody answers. Rejects where there never was one. */
export async function readSetup(kept: KeptTexts): Promise<Setup> {
  try {
    const answer = await fetch('/showcase/setup');
    if (!answer.ok) throw new Error(`the setup is not there: ${answer.status}`);
    const text = await answer.text();
    const setup: Setup = JSON.parse(text);
    kept.set(KEY, text);
    return setup;
  } catch (error) {
    const last = kept.get(KEY);
    if (last === undefined) throw error;
    return JSON.parse(last);
  }
}

/** A token for the user. @throws RejoinError `relay-unreachable`, or `token-refused` where the user gets none. */
export async function tokenOf(user: string): Promise<string> {
  const answer = await fetch('/showcase/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  }).catch((cause: unknown) => {
    throw new RejoinError('relay-unreachable', 'nobody answers', { cause });
  });
  if (!answer.ok) {
    const isRefused = answer.status === 401 || answer.status === 403;
    throw new RejoinError(isRefused ? 'token-refused' : 'relay-unreachable', `answered ${answer.status}`);
  }
  const { token }: { readonly token: string } = await answer.json();
  return token;
}
