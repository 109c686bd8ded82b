/**
 * Why a user may do something with a record, or may not: the verdict, and the rules that led to it.
 *
 * For operators: it names units, roles, owners and secured columns, and answers truly whether a record exists.
 * Invariant: the verdict is `authorize`'s own; for a privilege alone it is the verdict of its two gates.
 */
import {
  type Code,
  type EntityIndex,
  isDirectoryEntity,
  type MetadataIndex,
  type OwnerId,
  type RecordId,
  type Refusal,
  type Row,
  type UserId,
} from '../../engine/model/index.ts';
import {
  type AuthorizeOperation,
  type AuthorizeWorld,
  authorize,
  columnRights,
  type Decision,
  decideAccess,
  decidePrivilege,
  isReadable,
  type Principal,
  type Privilege,
} from '../../engine/security/index.ts';
import { hasChildren } from '../commit/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { grantWords, ownerWords, stepWords } from './trace-words.ts';

export type Action =
  | { readonly privilege: Privilege }
  | { readonly operation: 'update'; readonly attributes: readonly string[] }
  | { readonly operation: 'delete' | 'activate' | 'deactivate' }
  | { readonly operation: 'assign'; readonly to: OwnerId };

export interface WhyQuestion {
  readonly user: UserId;
  readonly entity: string;
  readonly id: RecordId;
  readonly action: Action;
}

export interface Explanation {
  readonly allowed: boolean;
  /** One sentence. */
  readonly verdict: string;
  /** What a device would get, where it is not allowed. */
  readonly code: Code | null;
  /** One sentence for each rule, in the order in which they were asked. */
  readonly steps: readonly string[];
}

/** Explains; a refusal where the question names nobody or nothing. */
export function why(organization: OpenOrganization, question: WhyQuestion): Explanation | Refusal {
  const { metadata, directory } = organization;
  const store = organization.store.durable;
  const user = directory.directory.users.get(question.user);
  if (user === undefined) return { code: 'not-found', reason: 'There is no such user.' };
  const index = metadata?.entity(question.entity);
  if (metadata === undefined || index === undefined) {
    return { code: 'not-found', reason: `There is no entity ${question.entity}.` };
  }
  const row = store.row(question.entity, question.id);
  if (row === undefined) return { code: 'not-found', reason: 'There is no such record.' };
  const principal = directory.principal(question.user);
  const what = wordsOf(question.action);
  if (principal === undefined) {
    return {
      allowed: false,
      verdict: `${user.name} may not ${what}: the account is disabled.`,
      code: 'account-disabled',
      steps: [],
    };
  }
  const world = worldOf(organization, metadata);
  const { action } = question;
  const asked =
    'privilege' in action
      ? askPrivilege(organization, principal, index, row, action.privilege, world)
      : askOperation(organization, principal, index, row, action, world);
  const verdict = asked.allowed
    ? `${user.name} may ${what}.`
    : `${user.name} may not ${what}: ${asked.reason}`;
  const belongs = `The record belongs to ${ownerWords(row.system, directory.directory)}.`;
  return {
    allowed: asked.allowed,
    verdict,
    code: asked.allowed ? null : asked.code,
    steps: [belongs, ...asked.steps],
  };
}

type Asked = { readonly steps: readonly string[] } & (
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: Code; readonly reason: string }
);

function askPrivilege(
  { directory }: OpenOrganization,
  principal: Principal,
  index: EntityIndex,
  row: Row,
  privilege: Privilege,
  world: AuthorizeWorld,
): Asked {
  const held = decidePrivilege(principal, index, privilege).map((grant) =>
    grantWords(grant, directory.directory),
  );
  const gate1 =
    held.length === 0
      ? `Gate 1: no role gives ${privilege} on ${index.entity.name}.`
      : `Gate 1: ${privilege} on ${index.entity.name} is given by ${held.join('; ')}.`;
  const access = decideAccess({ principal, index, privilege, owner: row.system });
  const isRelated = privilege === 'read' && index.entity.ownership === 'none';
  if (isRelated && !isReadable(principal, row, world)) {
    const reason = 'No record that it is related to may be read.';
    return { allowed: false, code: 'access-missing', reason, steps: [gate1, `Gate 2: ${reason}`] };
  }
  const gate2 = access.allowed
    ? `Gate 2: it reaches this record by ${access.ground}.`
    : 'Gate 2: it does not reach this record.';
  const steps = [
    gate1,
    ...(held.length > 0 || access.allowed ? [gate2] : []),
    ...columnSteps(principal, index),
  ];
  return access.allowed ? { allowed: true, steps } : { ...access, steps };
}

function askOperation(
  { directory }: OpenOrganization,
  principal: Principal,
  index: EntityIndex,
  row: Row,
  action: Exclude<Action, { readonly privilege: Privilege }>,
  world: AuthorizeWorld,
): Asked {
  const decision: Decision = authorize(principal, operationOf(action, row), world, { trace: true });
  const steps = [
    ...decision.trace.map((step) => stepWords(step, directory.directory)),
    ...columnSteps(principal, index),
  ];
  if (decision.allowed) return { allowed: true, steps };
  return { allowed: false, code: decision.code, reason: decision.reason, steps };
}

function operationOf(
  action: Exclude<Action, { readonly privilege: Privilege }>,
  row: Row,
): AuthorizeOperation {
  switch (action.operation) {
    case 'update':
      return { kind: 'update', row, attributes: action.attributes, before: row.values, after: row.values };
    case 'delete':
      return { kind: 'delete', row };
    case 'activate':
      return { kind: 'set-state', row, statecode: 'active' };
    case 'deactivate':
      return { kind: 'set-state', row, statecode: 'inactive' };
    case 'assign':
      return { kind: 'assign', row, newOwner: action.to };
  }
}

function columnSteps(principal: Principal, index: EntityIndex): readonly string[] {
  const secured = index.entity.attributes.filter((attribute) => attribute.secured);
  return secured.map(({ name }) => {
    const rights = columnRights(principal, index, name);
    const held = (['read', 'update', 'create'] as const).filter((right) => rights?.[right] === true);
    return `Secured column ${name}: ${held.length === 0 ? 'no right' : held.join(', ')}.`;
  });
}

function wordsOf(action: Action): string {
  if ('privilege' in action) return `${action.privilege} this record`;
  if (action.operation !== 'update') return `${action.operation} this record`;
  const { attributes } = action;
  return attributes.length === 0 ? 'update this record' : `update ${attributes.join(', ')} of this record`;
}

function worldOf(organization: OpenOrganization, metadata: MetadataIndex): AuthorizeWorld {
  const { directory } = organization;
  const store = organization.store.durable;
  return {
    metadata,
    lookup: (entity, id) =>
      isDirectoryEntity(entity) ? directory.row(entity, id) : store.row(entity, id as RecordId),
    hasChildren: (entity, id) =>
      hasChildren({ metadata, row: store.row, childCount: store.childCount }, entity, id),
    owner: (id) => directory.owner(id),
  };
}
