/**
 * Records inside Yjs: the codec of updates, registers and texts, what a row is read from.
 *
 * Yjs is touched here (and in the device's live documents) and nowhere else.
 */

export { type Application, applyInspected, type ValueChange } from './apply-inspected.ts';
export {
  type Candidate,
  type CandidateMeasure,
  type CandidateSource,
  measureCandidate,
  openCandidate,
} from './candidate.ts';
export { carriedBy } from './carry-over.ts';
export { clientIdOf, deviceOf, GENERATIONS, generationOf, NEUTRAL_CLIENT_ID } from './client-id.ts';
export { conflictedRegisters, type StoredPart } from './conflicted-registers.ts';
export { type Conflict, conflictsOf } from './conflicts.ts';
export { type Decoding, decodeUpdate } from './decode-update.ts';
export {
  type DecodedContent,
  type DecodedParent,
  type DecodedUpdate,
  type DeleteRange,
  defaultLimits,
  type EmptyStruct,
  type Id,
  type ItemStruct,
  type Limits,
  type PlainValue,
  type SharedType,
  type Struct,
} from './decoded-update.ts';
export { usesRefused } from './dependence.ts';
export { encodeUpdate } from './encode-update.ts';
export {
  type InspectedUpdate,
  type Inspection,
  type InspectionContext,
  inspectUpdate,
  type RefusedUpdate,
} from './inspect-update.ts';
export type { RegisterWrite } from './inspect-values.ts';
export { localTransact, type OpenDocOptions, openDoc } from './open-doc.ts';
export { DocStructs, type PartStructs } from './part-structs.ts';
export { PLACEHOLDER_QUOTA, placeholdersOf, placeholderUpdate, type Remains } from './placeholder.ts';
export { readRow, readText } from './read-row.ts';
export {
  CLOCK_BYTES,
  MAX_CLIENTS,
  MAX_HISTORY_RATIO,
  MIN_REBUILD_BYTES,
  needsRebuild,
  type PartWeight,
  type RegisterReader,
  rebuildPart,
  registersOf,
  valuesBytesOf,
} from './rebuild-epoch.ts';
export { type ReformRegistersOptions, reformRegisters } from './reform-registers.ts';
export { movedByReform, type ReformTextContext, reformText } from './reform-text.ts';
export { type Register, readRegister, rootOf, writeRegister } from './register.ts';
export type { RegisterEntry } from './register-entry.ts';
export type { RegisterIndex } from './register-index.ts';
export {
  type EntryKey,
  foldIntents,
  keyOf,
  type RegisterIntent,
  withoutReplacedValues,
} from './register-intent.ts';
export type { CarryEntry, CarryMap, Placeholder } from './remains.ts';
export { loadDoc, type StoredUpdates, storedBytes } from './stored-updates.ts';
export type { MovedStruct } from './text-order.ts';
