/** A request that does not follow its schema, refused by the place that is wrong and never by its value. */
import type { Hook, z } from '@hono/zod-openapi';
import type { Env } from 'hono';
import { RejoinError } from '../../engine/model/index.ts';

/** The hook of every resource: throws `invalid-argument` naming the first places that are wrong. */
export const refuseInvalid: Hook<unknown, Env, string, unknown> = (result) => {
  if (result.success) return;
  const places = result.error.issues.slice(0, 5).map((issue: z.core.$ZodIssue) => {
    const path = issue.path.map(String).join('.');
    return path === '' ? issue.message : `${path}: ${issue.message}`;
  });
  throw new RejoinError('invalid-argument', places.join('; '));
};
