/** Stands in a browser for Node's `buffer`: nothing is one. */
export const Buffer = { isBuffer: (): boolean => false };
