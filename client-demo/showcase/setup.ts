/** What `npm start` tells this page, and the one right that the play gives and takes. */

export type Side = 'left' | 'right';

export interface StageRecord {
  readonly entity: string;
  readonly id: string;
  /** As it is called now. */
  readonly name: string;
}

export interface ShowcaseSetup {
  readonly users: readonly { readonly id: string; readonly name: string }[];
  readonly start: Readonly<Record<Side, string>>;
  /** Null for a record that somebody deleted. */
  readonly stage: { readonly shared: StageRecord | null; readonly guarded: StageRecord | null };
}

export async function readSetup(): Promise<ShowcaseSetup> {
  const answer = await fetch('/showcase/setup');
  if (!answer.ok) throw new Error(`the setup is not there: ${answer.status}`);
  return answer.json();
}

/** Gives the user the right to edit credit limits, or takes it. Rejects where the relay does not do it. */
export async function giveRight(user: string, granted: boolean): Promise<void> {
  const answer = await fetch('/showcase/grant', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ right: 'edit-credit-limit', user, granted }),
  });
  if (!answer.ok) throw new Error(`the right was not changed: ${answer.status}`);
}
