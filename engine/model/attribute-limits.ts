/**
 * Facts about attributes that code needs at run time on a device.
 *
 * Apart from the schemas, so that a bundle for browsers holds no schema library: this file and all
 * that the index exports import none.
 */

/** The longest string that any string attribute may allow, in UTF-16 units. */
export const MAX_STRING_LENGTH = 4_000;
/** The longest text that any memo may allow, in UTF-16 units. */
export const MAX_MEMO_LENGTH = 1_048_576;
/** The most digits behind the point that a decimal or money attribute may keep. */
export const MAX_PRECISION = 10;

/** The part that holds every unsecured plain attribute; so no attribute may have this name. */
export const MAIN_PART = 'main';

/** The columns that the relay governs; no attribute may have one of these names. */
export const systemColumnNames = [
  'id',
  'versionnumber',
  'createdon',
  'createdby',
  'modifiedon',
  'modifiedby',
  'ownerid',
  'owningbusinessunit',
  'statecode',
] as const;
/** The name of a column that the relay governs. */
export type SystemColumnName = (typeof systemColumnNames)[number];

/** What lookups may name besides entities of the metadata: the directory's; no entity may have these names. */
export const directoryEntityNames = ['user', 'team', 'businessunit'] as const;
/** The name under which lookups see a kind of thing of the directory. */
export type DirectoryEntityName = (typeof directoryEntityNames)[number];

/** Whether the name stands for something of the directory and not for an entity of the metadata. */
export function isDirectoryEntity(name: string): name is DirectoryEntityName {
  return name === 'user' || name === 'team' || name === 'businessunit';
}
