/** Why a session ends or has its device wait. None holds a value or names a record. */
import type { Refusal } from '../../engine/model/index.ts';

const refusal = (code: Refusal['code'], reason: string): Refusal => ({ code, reason });
export const outOfPlace = (type: string) =>
  refusal('malformed-frame', `The message ${type} is out of place here.`);
// A slow or broken line is nobody's fault: the device tries again by itself.
export const helloMissing = refusal('relay-unreachable', 'No hello came in time.');
export const silent = refusal('relay-unreachable', 'Nothing came for too long, not even a ping.');
export const unknownPage = refusal('malformed-frame', 'A page was confirmed that was not sent.');
export const tooManyWanted = refusal(
  'malformed-frame',
  'More records are wanted than may be asked for at a time.',
);
export const tooManyUnanswered = refusal(
  'malformed-frame',
  'More changes are unanswered than the limit allows.',
);
export const rateLimited = refusal('rate-limited', 'More changes come in a minute than may.');
export const tokenExpired = refusal('token-expired', 'The token has ended.');
export const tokenRefused = refusal(
  'token-refused',
  'The token is not valid for this relay and organization.',
);
export const deviceRevoked = refusal('device-revoked', 'An operator revoked this device.');
export const restored = refusal('unavailable', 'The relay was restored from a backup; say hello again.');
export const unavailable = refusal('unavailable', 'The relay can not serve this organization at the moment.');
export const defect = refusal('internal-error', 'The relay met a defect; its log says more.');
