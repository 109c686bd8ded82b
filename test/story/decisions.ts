/** What the relay decided of a person's changes, as the operator's audit tells it. */
import type { Office, Person } from './office.ts';
import { people } from './office.ts';
import type { Json } from './relay-process.ts';

export interface Decision {
  /** Its number on its author's only tablet. */
  readonly change: number;
  readonly kind: 'accepted' | 'rejected';
  readonly code?: string;
  /** Of an accepted change. */
  readonly operations?: readonly { readonly entity: string; readonly id: string; readonly after: Json }[];
}

/** Oldest first. */
export async function decisionsOf(office: Office, person: Person): Promise<readonly Decision[]> {
  const { entries } = await office.relay.operate('audit', '--user', people[person], '--limit', '1000');
  const decisions = (entries as readonly Decision[]).filter(({ change }) => change !== undefined);
  return [...decisions].sort((a, b) => a.change - b.change);
}

/** Whether a refusal with that code stands before an accepted change that writes this value to this record. */
export function wentOnBehind(
  decisions: readonly Decision[],
  code: string,
  id: string,
  values: Json,
): boolean {
  const refused = decisions.find((decision) => decision.kind === 'rejected' && decision.code === code);
  const behind = decisions.filter(
    ({ kind, change }) => kind === 'accepted' && change > (refused?.change ?? 1e9),
  );
  return behind.some(({ operations = [] }) =>
    operations.some(
      (operation) =>
        operation.id === id &&
        Object.entries(values).every(([name, value]) => operation.after[name] === value),
    ),
  );
}
