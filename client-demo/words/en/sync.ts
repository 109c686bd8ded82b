/** Sync status and Settings. */

const numbers = new Intl.NumberFormat('en');
const n = (amount: number): string => numbers.format(amount);
const megabytes = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const sync = {
  title: 'Sync status',
  last: (time: string) => `Last sync: ${time}`,
  never: 'Not synced yet',
  now: 'Sync now',
  cause: 'Cause',
  code: (code: string) => `Code: ${code}`,
  waiting: {
    title: 'Waiting to send',
    none: 'Nothing is waiting.',
    count: (amount: number) => (amount === 1 ? '1 change' : `${n(amount)} changes`),
  },
  device: {
    title: 'On this device',
    entity: 'Records of',
    records: 'Records',
    changed: 'Last change',
    never: '–',
    storage: 'Storage',
    used: (used: number, quota: number) =>
      `${megabytes.format(used / 1_000_000)} MB used of ${
        quota > 2_000_000_000
          ? `${megabytes.format(quota / 1_000_000_000)} GB`
          : `${megabytes.format(quota / 1_000_000)} MB`
      }`,
    low: (share: string) => `Storage is almost full (${share}). Free space on this device.`,
  },
  details: {
    copy: 'Copy details',
    copied: 'Details copied',
    failed: 'The browser did not allow copying.',
  },
  again: {
    action: 'Download again',
    explain: 'Removes the records of this tablet and downloads them anew. Drafts are removed too.',
    blockedWaiting: 'Not while changes wait to be sent: they would be lost.',
    blockedDrafts: 'Not while there are drafts: they would be lost. Send or discard them first.',
    blockedOffline: 'Not while you are offline.',
    confirmTitle: 'Download everything again?',
    confirm: 'Download again',
    cancel: 'Cancel',
  },
};

export const settings = {
  title: 'Settings',
  look: {
    title: 'Look',
    theme: 'Theme',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
  },
  keys: {
    title: 'Keyboard',
    single: 'Single keys',
    singleHint: 'Never while you type in a field.',
    key: 'Key',
    does: 'Does',
    show: 'Keyboard shortcuts',
    close: 'Close',
    list: [
      ['/', 'Search'],
      ['n', 'New record in this list'],
      ['j', 'Next record'],
      ['k', 'Previous record'],
      ['Enter', 'Open the record'],
      ['Esc', 'Back to the list, or clear the search'],
      ['?', 'Show these shortcuts'],
    ] as readonly (readonly [string, string])[],
  },
  install: {
    title: 'On this device',
    app: 'Install as an app',
    appHint: 'Opens in a window of its own, with or without a network.',
    install: 'Install',
    installed: 'Installed',
    byBrowser: "Use the browser's menu to install it.",
    keep: 'Keep data safe',
    keepHint: 'Asks the browser not to remove your records when space runs low.',
    keepAction: 'Keep',
    kept: 'The browser keeps your records.',
    notKept: 'The browser decided not to promise it. Your work is stored all the same.',
  },
  privacy: {
    title: 'Privacy',
    lines: [
      'This device keeps the records that you may see, and your unsent work, until your access ends.',
      'The relay keeps all records, and who changed what and when.',
      'Your administrators can read that log. Drafts stay on this device.',
    ] as readonly string[],
  },
  about: {
    title: 'About',
    tablet: 'Tablet',
    user: 'User',
    organization: 'Organization',
    offlineReady: 'Ready to open without a network',
    notOfflineReady: 'Not yet ready to open without a network',
  },
};
