/**
 * Who may use the interface: whoever has the operator key of the data folder.
 *
 * Operators who are users of an organization will come in here, by their token and their operator role.
 * Invariant: the time that a comparison takes says nothing about the key.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { RejoinError } from '../../engine/model/index.ts';

/** Lets requests with `Authorization: Bearer <operator key>` through, and nothing else. */
export function operatorsOnly(operatorKey: string): MiddlewareHandler {
  const expected = digest(operatorKey);
  return async (context, next) => {
    const [scheme = '', given = ''] = (context.req.header('authorization') ?? '').split(' ', 2);
    if (scheme.toLowerCase() !== 'bearer' || !timingSafeEqual(digest(given), expected)) {
      throw new RejoinError('not-authorized', 'The request has no valid operator key.');
    }
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
