/**
 * Tokens: who (`sub`), in which organization (`org`), until when (`exp`), for whom (`aud`).
 *
 * Invariant (RFC 8725): the algorithms are listed here and never taken from the token, audience and
 * expiry are required, and everything that is wrong with a token gives the same refusal, except that
 * it has ended. Rights are not in the token; they are the directory's.
 */
import { errors, jwtVerify, SignJWT } from 'jose';
import {
  asId,
  isOrganizationId,
  isUuid,
  type OrganizationId,
  type Refusal,
  type UserId,
} from '../../engine/model/index.ts';
import { type TokenClaims, tokenExpired, tokenRefused } from '../session/index.ts';

/** For whom every token of a relay is. */
export const TOKEN_AUDIENCE = 'rejoin';
const ALGORITHM = 'HS256';
/** The longest token that is looked at; a hello has room for as much. */
const MAX_TOKEN_LENGTH = 8_192;

/** How tokens are checked. An issuer's key set will be another kind. */
export type TokenKey = { readonly kind: 'shared-secret'; readonly secret: Uint8Array };

export interface TokenRequest {
  readonly userId: UserId;
  readonly organization: OrganizationId;
  readonly lifetimeMs: number;
}

export interface TokenDesk {
  /** What a token says, or why it is not taken. Never throws on what a token holds. */
  verifyToken(token: string): Promise<TokenClaims | Refusal>;
  signToken(request: TokenRequest): Promise<{ readonly token: string; readonly endsAt: number }>;
}

/** @param now milliseconds since 1970 */
export function createTokenDesk(key: TokenKey, now: () => number): TokenDesk {
  return {
    async verifyToken(token) {
      if (token.length > MAX_TOKEN_LENGTH) return tokenRefused;
      try {
        const { payload } = await jwtVerify(token, key.secret, {
          algorithms: [ALGORITHM],
          audience: TOKEN_AUDIENCE,
          requiredClaims: ['exp', 'sub', 'org'],
          currentDate: new Date(now()),
        });
        const { sub, org, exp } = payload;
        if (!isUuid(sub) || !isOrganizationId(org) || exp === undefined) return tokenRefused;
        return { userId: asId<UserId>(sub), organization: org, endsAt: exp * 1_000 };
      } catch (error) {
        return error instanceof errors.JWTExpired ? tokenExpired : tokenRefused;
      }
    },

    async signToken({ userId, organization, lifetimeMs }) {
      const issued = Math.floor(now() / 1_000);
      const ends = issued + Math.ceil(lifetimeMs / 1_000);
      const token = await new SignJWT({ org: organization })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setSubject(userId)
        .setAudience(TOKEN_AUDIENCE)
        .setIssuedAt(issued)
        .setExpirationTime(ends)
        .sign(key.secret);
      return { token, endsAt: ends * 1_000 };
    },
  };
}
