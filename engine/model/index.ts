/**
 * The model that both ends agree on: ids, codes, metadata by name, rows and their canonical values.
 *
 * Schemas stay out: of the files that define them only types are exported, so that a device's bundle
 * holds no schema library. The relay imports `parse-metadata.ts` directly.
 */
export type { Attribute, AttributeType } from './attribute.ts';
export {
  type DirectoryEntityName,
  directoryEntityNames,
  isDirectoryEntity,
  MAIN_PART,
  MAX_MEMO_LENGTH,
  MAX_PRECISION,
  MAX_STRING_LENGTH,
  type SystemColumnName,
  systemColumnNames,
} from './attribute-limits.ts';
export { canonicalDatetime, isCanonicalDate } from './calendar.ts';
export { type CheckedValue, checkValue } from './check-value.ts';
export { type Code, type CodeClass, classOf, codes, isCode } from './codes.ts';
export { canonicalJson, compareValues, sameValue } from './compare-value.ts';
export { databaseFailureOf, saidBy } from './database-failure.ts';
export { canonicalDecimal, compareDecimals, isCanonicalDecimal, MAX_DECIMAL_INPUT } from './decimal.ts';
export type { Entity, OptionSet } from './entity.ts';
export {
  asId,
  type BusinessUnitId,
  type ChangeId,
  type DeviceId,
  type DeviceNumber,
  FIRST_DEVICE_NUMBER,
  isDeviceNumber,
  isLogicalName,
  isOrganizationId,
  isUuid,
  type OrganizationId,
  RELAY_DEVICE_NUMBER,
  type RecordId,
  type RoleId,
  type SequenceNumber,
  type TeamId,
  type UserId,
} from './ids.ts';
export type { Metadata } from './metadata.ts';
export { type EntityIndex, indexMetadata, type MetadataIndex, type PartLayout } from './metadata-index.ts';
export { type OwnershipType, ownershipTypes } from './ownership.ts';
export { newRecordId } from './record-id.ts';
export { type Refusal, RejoinError } from './refusal.ts';
export type { Relationship } from './relationship.ts';
export {
  type Lookup,
  type OwnerId,
  ROW_TEXT_LENGTH,
  type Row,
  type StateCode,
  type SystemColumns,
  type Value,
  type Values,
} from './row.ts';
export { isText } from './text-attribute.ts';
