import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { asId, type OrganizationId, type UserId } from '../../engine/model/index.ts';
import { createTokenDesk } from './token.ts';

const now = Date.UTC(2026, 0, 1);
const seconds = now / 1_000;
const secret = new TextEncoder().encode('a secret of thirty-two bytes or more');
const userId = asId<UserId>('7d0f6a3e-3c64-4d0e-9f0a-2b8f7f4e5a11');
const desk = createTokenDesk({ kind: 'shared-secret', secret }, () => now);
const good = { sub: userId, org: 'harbour', aud: 'rejoin', exp: seconds + 60 };

const signed = (claims: Record<string, unknown>, alg = 'HS256', key = secret) =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key);

describe('a token', () => {
  it('that the desk signed says who, where and until when', async () => {
    const organization = asId<OrganizationId>('harbour');
    const { token, endsAt } = await desk.signToken({ userId, organization, lifetimeMs: 60_000 });
    expect(await desk.verifyToken(token)).toEqual({ userId, organization, endsAt });
    expect(endsAt).toBe(now + 60_000);
  });

  it('that has ended gives another code than a wrong one', async () => {
    const ended = await desk.verifyToken(await signed({ ...good, exp: seconds - 1 }));
    expect(ended).toMatchObject({ code: 'token-expired' });
  });

  it.each([
    ['nothing', async () => ''],
    ['no token at all', async () => 'a.b.c'],
    ['one that is too long', async () => 'a'.repeat(10_000)],
    ['alg none', async () => new UnsecuredJWT(good).encode()],
    ['an algorithm that is not listed', async () => signed(good, 'HS512', new Uint8Array(64).fill(1))],
    ['another secret', async () => signed(good, 'HS256', new Uint8Array(32).fill(1))],
    ['a changed payload', async () => (await signed(good)).replace(/\.[^.]+\./, '.e30.')],
    ['another audience', async () => signed({ ...good, aud: 'elsewhere' })],
    ['no audience', async () => signed({ sub: good.sub, org: good.org, exp: good.exp })],
    ['no expiry', async () => signed({ sub: good.sub, org: good.org, aud: good.aud })],
    ['an expiry that is no number', async () => signed({ ...good, exp: 'tomorrow' })],
    ['no subject', async () => signed({ org: good.org, aud: good.aud, exp: good.exp })],
    ['a subject that is no user id', async () => signed({ ...good, sub: 'ada' })],
    ['no organization', async () => signed({ sub: good.sub, aud: good.aud, exp: good.exp })],
    ['an organization that can be none', async () => signed({ ...good, org: '../other' })],
    ['a start in the future', async () => signed({ ...good, nbf: seconds + 30 })],
  ])('with %s is refused, always in the same words', async (_, make) => {
    expect(await desk.verifyToken(await make())).toEqual({
      code: 'token-refused',
      reason: 'The token is not valid for this relay and organization.',
    });
  });
});
