/** Ids of tests: a name always gives the same one. */
import { createHash } from 'node:crypto';

/** A version 4 UUID made of a name. */
export function idOfName(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const userIdOf = (name: string): string => idOfName(`user ${name}`);
