/**
 * What every resource answers: its own JSON, or `{code, reason}` with a fitting status.
 *
 * Invariant: refusals and failures take one way out, `onError` of the whole interface; a defect's own
 * message stays in the log.
 */
import { z } from '@hono/zod-openapi';
import { type Code, type Refusal, RejoinError } from '../../engine/model/index.ts';

export const refusalSchema = z
  .object({
    code: z.string().openapi({ example: 'not-found' }),
    reason: z.string().openapi({ example: 'There is no user of that name.' }),
  })
  .openapi('Refusal');

const refused = {
  description: 'Refused, with a code of docs/errors.md.',
  content: { 'application/json': { schema: refusalSchema } },
};

/** The responses of a route that answers with JSON of this schema. */
export function answers<T extends z.ZodType>(schema: T, description: string) {
  return {
    200: { description, content: { 'application/json': { schema } } },
    default: refused,
  } as const;
}

/** A required JSON body. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** The result, or the refusal thrown. */
export function orThrow<T>(result: T): Exclude<T, Refusal> {
  if (isRefusal(result)) throw new RejoinError(result.code, result.reason);
  return result as Exclude<T, Refusal>;
}

function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'code' in result && 'reason' in result;
}

type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;

const statuses: Partial<Record<Code, ErrorStatus>> = {
  'invalid-argument': 400,
  'not-authorized': 401,
  'not-found': 404,
  'already-exists': 409,
  'too-large': 413,
  'rate-limited': 429,
  'internal-error': 500,
  unavailable: 503,
  'storage-full': 503,
  'storage-failed': 503,
};

/** The HTTP status of a code; what follows the form and is still refused is 422. */
export function statusOf(code: Code): ErrorStatus {
  return statuses[code] ?? 422;
}
