/**
 * Rejoin's engine: records that are edited offline, merge, and are judged by a relay.
 *
 * Runs in browsers and in Node, and imports nothing of either beyond what `openDevice` needs.
 */
export { millisecondsOf, type Seams, type Stamp } from './clock/index.ts';
export * from './device/index.ts';
export {
  type Condition,
  type Filter,
  foldText,
  type Group,
  type Operator,
  type Order,
  operators,
} from './filter/index.ts';
export {
  type Attribute,
  type AttributeType,
  asId,
  type CheckedValue,
  type Code,
  type CodeClass,
  checkValue,
  classOf,
  codes,
  type DeviceNumber,
  type Entity,
  type EntityIndex,
  isCode,
  type Lookup,
  type Metadata,
  type MetadataIndex,
  type OrganizationId,
  type OwnerId,
  type RecordId,
  type Refusal,
  RejoinError,
  type Relationship,
  type StateCode,
  type SystemColumns,
  type UserId,
  type Value,
  type Values,
} from './model/index.ts';
export type { Conflict } from './record/index.ts';
export type { Principal, Privilege } from './security/index.ts';
