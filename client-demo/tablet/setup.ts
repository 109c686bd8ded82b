/** What `npm start` tells its pages: the organization, its users, where to connect, and tokens. */

export interface Setup {
  readonly organization: string;
  readonly app: string;
  readonly syncPath: string;
  readonly users: readonly { readonly id: string; readonly name: string; readonly title: string }[];
  readonly start: { readonly left: string; readonly right: string };
}

export async function readSetup(): Promise<Setup> {
  const answer = await fetch('/showcase/setup');
  if (!answer.ok) throw new Error(`the setup is not there: ${answer.status}`);
  return answer.json();
}

/** A token for the user. Rejects where the relay gives none. */
export async function tokenOf(user: string): Promise<string> {
  const answer = await fetch('/showcase/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  const { token } = (await answer.json()) as { readonly token: string };
  return token;
}
