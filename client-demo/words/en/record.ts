/** One record: its form, conflicts, reasons why not. */
export const record = {};
