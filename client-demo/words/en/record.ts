/** One record: its form, conflicts, reasons why not. */

const count = (amount: number): string => amount.toLocaleString('en');

export const record = {
  opening: 'Opening…',
  details: 'Details',
  related: 'Related',
  you: 'You',
  someone: 'Someone',
  unnamed: (entity: string) => `${entity} without a name`,
  newTitle: (entity: string) => `New ${entity.toLowerCase()}`,
  create: 'Create',
  cancel: 'Cancel',
  delete: 'Delete',
  notDone: 'That could not be done. Try again.',
  failed: 'This record could not be read from the storage of this device.',
  people: 'People',
  alsoHere: (others: string) => `Also here: ${others}`,
  ownedBy: (owner: string) => `Owner: ${owner}`,
  mayNotCreate: (entity: string) => `You can't create a new ${entity.toLowerCase()}.`,
  empty: '–',
  yes: 'Yes',
  no: 'No',
  notHere: 'A record that is not on this device',
  typeHere: 'Write something…',
  loadingEditor: 'Loading the editor…',
  choose: 'Choose…',
  search: 'Search…',
  noMatch: 'Nothing with this name is here. It may not exist or not be part of your data.',
  moreMatches: (more: number) => `${count(more)} more: type to narrow it down`,
  newOf: (entity: string) => `New ${entity.toLowerCase()}…`,
  open: (name: string) => `Open ${name}`,

  /** What has become of the last edit. */
  sync: {
    saved: 'Saved on this device',
    accepted: 'Accepted',
    refused: 'Refused',
    notSaved: 'Not saved',
    saving: 'Saving…',
    openDraft: 'Open draft',
    openDrafts: 'Open drafts',
    refusedCount: (drafts: number) =>
      drafts === 1
        ? 'A change was refused. It is in Drafts.'
        : `${count(drafts)} changes were refused. They are in Drafts.`,
  },

  changed: (label: string) => `${label} changed`,
  undo: 'Undo',
  deleteHeld: (name: string) => `${name} will be deleted.`,
  notDeleted: (name: string) => `${name} was not deleted.`,

  conflict: {
    values: (amount: number) => `${count(amount)} values`,
    of: (label: string) => `Values of ${label}`,
    explain: (others: string) =>
      `${others} and you changed this without seeing each other's change. Choose one or type another.`,
    explainOthers: 'This was changed in several places at once. Choose one or type another.',
    take: 'Use this',
    takeValue: (value: string) => `Use this: ${value}`,
    typeAnother: 'Type another',
    nobody: 'Someone else',
  },

  readOnly: {
    column: 'You can see this field but not change it.',
    record: (entity: string) => `You can see this ${entity.toLowerCase()} but not change it.`,
  },

  may: {
    title: 'May I edit?',
    asKnown: (time: string) => `As known at ${time}`,
    never: 'As known on this device',
    allowed: 'You may',
    refused: 'You may not',
    read: 'See it',
    write: 'Change it',
    delete: 'Delete it',
    assign: 'Give it to someone else',
    'append-to': 'Have other records refer to it',
    column: (label: string) => `Change ${label}`,
    reasons: {
      'privilege-missing': 'No role of yours gives this right.',
      'access-missing': 'Your right does not reach this record: it belongs to someone else.',
      'column-secured': 'The field is protected, and you were not given the right.',
      'record-gone': 'The record is no longer here.',
      'entity-not-offline': 'Such records are not kept on tablets.',
    },
  },

  /** What is the matter with what was typed. */
  problems: {
    required: (label: string) => `${label} must have a value.`,
    tooLong: (label: string, most: number, has: number) =>
      `${label} must have at most ${count(most)} characters; yours has ${count(has)}.`,
    pasteTooLong: (label: string, most: number, has: number) =>
      `${label} must have at most ${count(most)} characters; with that it would have ${count(has)}, so nothing was put in.`,
    halfCharacter: (label: string) => `${label} has a broken character. Delete it and type it again.`,
    noNumber: (label: string) => `${label} must be a number, such as 1,250.5.`,
    notWhole: (label: string) => `${label} must be a whole number.`,
    outOfRange: (label: string, least: string, most: string) =>
      `${label} must lie between ${least} and ${most}.`,
    noSuchDate: (label: string) => `${label} must be a day of the calendar.`,
    noSuchTime: (label: string) => `${label} must be a day and time that exist.`,
    noSuchOption: (label: string) => `${label} must be one of the choices.`,
    noId: (label: string) => `${label} must be an id of 32 digits and letters.`,
    notTaken: (label: string) => `${label} can't be changed now. What you typed is still here.`,
  },

  full: {
    message: 'Your last edit is not saved. Keep this page open and free space.',
    tryAgain: 'Try again',
  },

  gone: {
    title: 'No longer in your data',
    message: 'Unsent edits are in Drafts.',
    entityOff: 'Such records are no longer kept on tablets. Unsent edits are in Drafts.',
    absentTitle: 'Not here',
    absent: 'Nothing with this name is here. It may not exist or not be part of your data.',
    typed: 'You were typing',
    copy: 'Copy',
    copied: 'Copied',
    toDrafts: 'Open drafts',
    toList: 'Back to the list',
  },

  relatedList: {
    none: 'None on this device.',
    more: (more: number) => `${count(more)} more`,
    title: (entity: string, amount: number) => `${entity} (${count(amount)})`,
    titleBy: (entity: string, attribute: string, amount: number) =>
      `${entity}: ${attribute} (${count(amount)})`,
  },
};
