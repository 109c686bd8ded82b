/** The steps of a decision as sentences, with names instead of ids. For operators. */
import type { Directory, Grant, RecordOwner, TraceStep } from '../../engine/security/index.ts';

/** `role "Sales manager" at level parent-child from unit Sales`, and through which team. */
export function grantWords({ level, from, through, coversOwn }: Grant, directory: Directory): string {
  const { roles, units, teams } = directory;
  const role = roles.get(through.role)?.name ?? through.role;
  const team =
    through.team === null ? '' : ` through team "${teams.get(through.team)?.name ?? through.team}"`;
  const limit = coversOwn ? '' : ', for what the team owns only';
  return `role "${role}"${team} at level ${level} from unit ${units.get(from)?.name ?? from}${limit}`;
}

/** Who owns a record, and in which unit. */
export function ownerWords({ ownerid, owningbusinessunit }: RecordOwner, directory: Directory): string {
  const { users, teams, units } = directory;
  const unit =
    owningbusinessunit === null
      ? ''
      : ` in unit ${units.get(owningbusinessunit)?.name ?? owningbusinessunit}`;
  if (ownerid === null) return unit === '' ? 'the organization' : `nobody${unit}`;
  for (const user of users.values()) if (user.id === ownerid) return `user ${user.name}${unit}`;
  for (const team of teams.values()) if (team.id === ownerid) return `team ${team.name}${unit}`;
  return `${ownerid}${unit}`;
}

/** One sentence for one rule. */
export function stepWords(step: TraceStep, directory: Directory): string {
  switch (step.rule) {
    case 'access': {
      const { privilege, entity, held, reaching, ground } = step;
      if (held.length === 0) return `No role gives ${privilege} on ${entity}.`;
      const given = `${privilege} on ${entity} is given by ${held.map((grant) => grantWords(grant, directory)).join('; ')}`;
      if (ground === null) return `${given}; none of it reaches the record.`;
      const through = reaching.map((grant) => grantWords(grant, directory)).join('; ');
      return `${given}; it reaches the record by ${ground}${through === '' ? '' : ` (${through})`}.`;
    }
    case 'record':
      return step.passed
        ? 'The record may be read.'
        : 'The record may not be read, so it is as if it were not there.';
    case 'owner':
      return step.passed ? 'The owner can own records.' : 'The owner can not own records.';
    case 'new-owner-reads':
      return step.passed
        ? 'The new owner could read the record.'
        : 'The new owner could not read the record.';
    case 'children':
      return step.passed ? 'No related record restricts it.' : 'Related records restrict it.';
    case 'known-columns':
    case 'column-update':
    case 'column-create':
    case 'reference': {
      const what = step.attributes.length === 0 ? 'no column' : step.attributes.join(', ');
      return `${columnRules[step.rule]} (${what}): ${step.passed ? 'passed' : 'failed'}.`;
    }
  }
}

const columnRules = {
  'known-columns': 'The columns exist and may be read',
  'column-update': 'Secured columns may be updated',
  'column-create': 'Secured columns may be set on new records',
  reference: 'What the lookup names exists and may be read',
} as const;
