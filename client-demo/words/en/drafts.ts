/** What was refused, and what can be done with it. */

const count = (amount: number): string => amount.toLocaleString('en');

export const drafts = {
  title: 'Drafts',
  none: 'No drafts.',
  noneHint: 'When a change of yours is refused it is kept here, so that nothing you typed is lost.',
  one: 'Draft',
  notHere: 'This draft was retried or discarded.',
  toDrafts: 'Back to drafts',
  exportAll: 'Export',
  fileName: (day: string) => `drafts-${day}.txt`,

  /** What a draft would do. */
  what: {
    create: (name: string) => `New: ${name}`,
    update: (name: string, fields: string) => `${name}: ${fields}`,
    delete: (name: string) => `Delete ${name}`,
    'set-state': (name: string, state: string) => `${name}: ${state}`,
    assign: (name: string) => `${name}: new owner`,
    several: (first: string, more: number) => `${first} and ${count(more)} more`,
  },
  states: { active: 'Active', inactive: 'Inactive' },
  aRecord: (entity: string) => `${entity} that is no longer here`,
  dependents: 'These build on it and follow it:',

  before: 'Before',
  wrote: 'You wrote',
  now: 'Now',
  refusedField: 'Refused',
  empty: '–',
  comparison: (name: string) => `Values of ${name}`,

  edit: 'Edit and retry',
  retry: 'Retry',
  retryWithout: (fields: string) => `Retry without ${fields}`,
  copy: 'Copy text',
  copied: 'Copied.',
  discard: 'Discard',
  discarding: (name: string) => `“${name}” will be discarded.`,
  kept: (name: string) => `“${name}” is kept.`,
  discardHeld: 'Will be discarded',
  undo: 'Undo',
  cancel: 'Cancel',
  sendEdited: 'Retry with these values',
  retried: 'Sent again. It is accepted or comes back here.',
  retryFailed: {
    gone: "The record is no longer here, so this can't be sent. Copy what you wrote.",
    other: "This can't be sent as it is. Mend it or copy what you wrote.",
  },

  /** Why it was refused, in one sentence; `fields` are the refused ones. */
  why: {
    column: (fields: string) => `${fields} wasn't changed: you may not edit it.`,
    columns: (fields: string) => `${fields} weren't changed: you may not edit them.`,
    privilege: {
      create: (entity: string) => `Your roles don't let you create ${entity} records.`,
      update: (entity: string) => `Your roles don't let you change ${entity} records.`,
      delete: (entity: string) => `Your roles don't let you delete ${entity} records.`,
      'set-state': (entity: string) => `Your roles don't let you change ${entity} records.`,
      assign: (entity: string) => `Your roles don't let you give ${entity} records to someone else.`,
    },
    access: (entity: string) => `Your rights do not reach this ${entity.toLowerCase()}.`,
    gone: (entity: string) => `This ${entity.toLowerCase()} was deleted, or is no longer in your data.`,
    reference: "This refers to a record that doesn't exist or that you can't see.",
    children: (entity: string) => `Can't delete: this ${entity.toLowerCase()} has related records.`,
    depends: (name: string) => `This builds on “${name}”, which was refused.`,
    dependsUnknown: 'This builds on a change that was refused.',
    hook: (message: string) => `Refused by your organization's rule: “${message}”.`,
    source: (message: string) => `Refused by the system of record: “${message}”.`,
    value: (fields: string) => `${fields} has a value that doesn't fit.`,
    required: (fields: string) => `${fields} must have a value.`,
    tooLarge: 'This is larger than the relay takes.',
    target: 'What you wrote belongs to text that was deleted meanwhile.',
    removed: (fields: string) => `${fields} no longer exists.`,
    duplicate: 'A record with the same identity exists already.',
    clock: 'The clock of this device was ahead.',
    entityOff: (entity: string) => `${entity} is no longer kept on tablets.`,
    other: 'The relay did not accept this.',
  },
  openBase: 'Open that draft',

  /** Headings of the exported file. */
  export: {
    title: 'Drafts of this device',
    made: (time: string) => `Exported ${time}`,
    refused: (time: string) => `Refused ${time}`,
    why: 'Why',
  },
};
