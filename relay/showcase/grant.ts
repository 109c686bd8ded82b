/**
 * The right that *Play the minute* gives and takes: to change one secured column.
 *
 * It is a column security profile of its own for each user, so that nothing else of them is touched; a change of
 * the directory like any other, which the audit shows and devices are told of.
 */
import { z } from 'zod';
import { asId, RejoinError, type UserId } from '../../engine/model/index.ts';
import type { ColumnProfile, Directory } from '../../engine/security/index.ts';
import { stableId } from '../administration/index.ts';
import type { OpenOrganization } from '../session/index.ts';

const RIGHTS = { 'edit-credit-limit': { entity: 'account', attribute: 'creditlimit' } } as const;
type Right = keyof typeof RIGHTS;

export const grantSchema = z.strictObject({
  right: z.enum(Object.keys(RIGHTS) as [Right, ...Right[]]),
  user: z.uuid(),
  granted: z.boolean(),
});
export type Grant = Readonly<z.infer<typeof grantSchema>>;

/** Gives or takes the right; nothing is changed where it is so already. Throws the refusal. */
export async function giveRight(
  organization: OpenOrganization,
  { right, user, granted }: Grant,
): Promise<{ readonly granted: boolean; readonly sequence: number }> {
  const sequence = await organization.configure(({ directory }) => {
    const known = directory.users.get(asId<UserId>(user));
    if (known === undefined) return { code: 'not-found', reason: 'There is no such user.' };
    const profile = profileOf(organization, right, known, granted);
    return { changes: isSo(directory, profile, granted) ? [] : [{ kind: 'put-column-profile', profile }] };
  }, null);
  if (typeof sequence !== 'number') throw new RejoinError(sequence.code, sequence.reason);
  return { granted, sequence };
}

function profileOf(
  { store }: OpenOrganization,
  right: Right,
  user: { readonly id: UserId; readonly name: string },
  granted: boolean,
): ColumnProfile {
  return {
    id: stableId(store.organization, 'column-profile', ['showcase', right, user.id]),
    name: `Credit limits, for ${user.name}`,
    users: [user.id],
    teams: [],
    columns: [{ ...RIGHTS[right], read: granted, update: granted, create: false }],
  };
}

function isSo(directory: Directory, { id }: ColumnProfile, granted: boolean): boolean {
  return (directory.columnProfiles.get(id)?.columns.some(({ update }) => update) ?? false) === granted;
}
