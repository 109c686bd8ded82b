/**
 * The one closed list of codes: what can be refused or go wrong, and what to do about it.
 *
 * A code's class decides how a device acts: `transient` is tried again by itself, `needs-auth` waits
 * for a new token, `final` makes a draft of a change (or ends the attempt). `docs/errors.md` is
 * produced from this list, and a test keeps the two equal.
 */

export type CodeClass = 'transient' | 'needs-auth' | 'final';

interface CodeEntry {
  readonly class: CodeClass;
  /** What it means, one sentence. */
  readonly meaning: string;
  /** What the reader can do, one sentence. */
  readonly remedy: string;
}

const entry = (codeClass: CodeClass, meaning: string, remedy: string): CodeEntry => ({
  class: codeClass,
  meaning,
  remedy,
});

export const codes = {
  'privilege-missing': entry(
    'final',
    'No role of the user gives the privilege on this entity.',
    'Ask an operator for a role with the privilege, then retry the draft.',
  ),
  'access-missing': entry(
    'final',
    'The user has the privilege, but it does not reach this record.',
    'Ask the owner to assign or share the record, or an operator for a wider access level.',
  ),
  'column-secured': entry(
    'final',
    'The change touches a secured column that the user may not set.',
    'Retry the draft without the column, or ask for a column security profile.',
  ),
  'record-gone': entry(
    'final',
    'The record does not exist, or the user may not read it.',
    'Copy what was written from the draft to another record, or discard it.',
  ),
  'duplicate-id': entry(
    'final',
    'A record with this id exists or existed.',
    'Create the record again; it gets a new id.',
  ),
  'missing-reference': entry(
    'final',
    'A lookup names a record that does not exist, or that the user may not read.',
    'Choose another record in the draft and retry.',
  ),
  'restricted-by-children': entry(
    'final',
    'Related records restrict deleting it.',
    'Delete or re-link the related records first.',
  ),
  'invalid-value': entry(
    'final',
    'A value does not fit its attribute: type, length, range, precision or option set.',
    'Mend the value in the draft and retry.',
  ),
  'required-missing': entry(
    'final',
    'A required attribute would be empty.',
    'Fill the attribute in the draft and retry.',
  ),
  'entity-not-offline': entry(
    'final',
    'The entity is not enabled for mobile offline, or does not exist.',
    'Ask an operator to enable the entity and publish.',
  ),
  'profile-missing': entry(
    'final',
    'The user has no profile for this app.',
    'Ask an operator to add the user to a profile.',
  ),
  'foreign-client-id': entry(
    'final',
    'The update carries content under the number of another device.',
    'Update the app; an honest device never does this.',
  ),
  'missing-dependency': entry(
    'final',
    'The update refers to content that the relay does not have.',
    'Update the app; an honest device never does this.',
  ),
  'malformed-update': entry(
    'final',
    'The update is not whole, or holds content of a kind that its part does not allow.',
    'Update the app; an honest device never does this.',
  ),
  'target-deleted': entry(
    'final',
    'What was written belongs to something that was deleted meanwhile.',
    'Copy the text from the draft to where it belongs now.',
  ),
  'too-large': entry(
    'final',
    'A change, a record or a value exceeds its limit.',
    'Split the change, or shorten the text.',
  ),
  'clock-skew': entry(
    'final',
    'A stamp lies more than 60 seconds ahead of the relay.',
    'Set the clock of the device.',
  ),
  'rate-limited': entry(
    'transient',
    'The device sends more than its limit.',
    'Nothing: it is tried again by itself.',
  ),
  'hook-refused': entry(
    'final',
    "A rule of the organization refused the change; the reason is the rule's own.",
    'Mend the draft as the reason says.',
  ),
  'depends-on-rejected': entry(
    'final',
    'The change builds on one that was refused.',
    'Mend and retry the draft that it builds on; this one follows.',
  ),
  'attribute-removed': entry(
    'final',
    'The change sets an attribute that is no longer in the metadata.',
    'Retry the draft without the attribute.',
  ),
  'source-refused': entry(
    'final',
    "The system of record refused the change; the reason is the source's own.",
    'Mend the draft as the reason says.',
  ),
  'epoch-passed': entry(
    'transient',
    'The relay has written the part anew since the change was formed.',
    'Nothing: it is tried again by itself.',
  ),
  'change-missing': entry(
    'transient',
    'An earlier change of the device has not come.',
    'Nothing: it is tried again by itself.',
  ),
  unavailable: entry(
    'transient',
    'The relay can not store anything at the moment.',
    'Nothing: it is tried again by itself.',
  ),
  'account-disabled': entry(
    'needs-auth',
    'The user is disabled or not known in this organization.',
    'Ask an operator to enable the account; unsent work is kept.',
  ),
  'too-many-devices': entry(
    'needs-auth',
    'The user has too many devices.',
    'Ask an operator to revoke those that are not used; unsent work is kept.',
  ),
  'device-revoked': entry(
    'final',
    'An operator revoked this device; its data is removed.',
    'Ask an operator.',
  ),
  'token-expired': entry('needs-auth', 'The token has ended.', 'Sign in again; unsent work is kept.'),
  'token-refused': entry(
    'needs-auth',
    'The token is not valid for this relay and organization.',
    'Sign in again; operators: compare secret, audience and organization.',
  ),
  'version-unsupported': entry(
    'final',
    'The two ends speak different versions of the protocol.',
    'Update the older one.',
  ),
  'malformed-frame': entry(
    'final',
    'A message does not follow the protocol.',
    'Update the app; an honest device never does this.',
  ),
  'not-provisioned': entry(
    'final',
    'The organization does not exist here, or has no published metadata.',
    'Create it, and import a solution file.',
  ),
  'number-reused': entry(
    'final',
    'The device sent a change number again with other content: it was restored or copied.',
    'Keep the outbox; enroll the device anew.',
  ),
  'session-replaced': entry(
    'transient',
    'The same device connected a second time; the newer connection goes on.',
    'Nothing, unless the data folder of a device was copied.',
  ),
  'not-authorized': entry(
    'final',
    'The caller of the interface may not do this.',
    'Ask an operator, or use the key of the data folder.',
  ),
  'not-found': entry('final', 'What the command names does not exist.', 'Check the name or id.'),
  'already-exists': entry('final', 'What the command would create exists.', 'Choose another name.'),
  'invalid-argument': entry(
    'final',
    'A command or request has a wrong or missing argument.',
    'See --help for the form that it takes.',
  ),
  'invalid-configuration': entry(
    'final',
    'A setting is unknown or unfit.',
    'Mend the named setting; see docs/operating.md.',
  ),
  'invalid-metadata': entry(
    'final',
    'A solution file or its metadata does not follow the schema.',
    'Mend the named place.',
  ),
  'invalid-directory': entry(
    'final',
    'The directory would be inconsistent.',
    'Mend the named place; nothing was changed.',
  ),
  'invalid-file': entry(
    'final',
    'A file of an import can not be read as its mapping says.',
    'Mend the named file, line and column.',
  ),
  'invalid-filter': entry('final', 'A filter does not compile.', 'Mend the named clause.'),
  'address-in-use': entry('final', 'The port is taken.', 'Choose another one with --port.'),
  'data-folder-locked': entry(
    'final',
    'Another process has this data folder, or another page this storage, open.',
    'Stop it, or use the running relay; close the other pages of the app.',
  ),
  'data-folder-read-only': entry(
    'final',
    'The data folder can not be written.',
    'Let the process write there, or choose another one with --data.',
  ),
  'data-folder-newer': entry(
    'final',
    'A newer version wrote what is stored.',
    'Update this program; load the page again.',
  ),
  'data-folder-damaged': entry(
    'final',
    'What is stored has a hole or a changed byte: a change log is not served, a device does not open.',
    'Relay: restore the newest backup. Device: begin anew on another storage; only what was not sent is lost.',
  ),
  'storage-full': entry(
    'transient',
    'There is no room left to store anything.',
    'Free space, then try again; what is open on the screen is stored by itself then.',
  ),
  'storage-denied': entry(
    'final',
    'This page may not store anything in this browser.',
    'Allow it to keep data (cookies and site data), or open it in a window that is not private.',
  ),
  'relay-unreachable': entry(
    'transient',
    'No relay answers at this address.',
    'Check the address and that the relay runs.',
  ),
  'storage-failed': entry(
    'transient',
    'The storage of this device or relay failed.',
    'Mend the disk, then try again; load the page again.',
  ),
  'internal-error': entry(
    'transient',
    'A defect.',
    'Report it with the log lines around it; a change that met it is kept as a draft.',
  ),
} as const satisfies Record<string, CodeEntry>;

/** One code of the closed list. */
export type Code = keyof typeof codes;

/** Whether the text is a code of the list. */
export function isCode(text: unknown): text is Code {
  return typeof text === 'string' && Object.hasOwn(codes, text);
}

/** How a device acts on the code. */
export function classOf(code: Code): CodeClass {
  return codes[code].class;
}
