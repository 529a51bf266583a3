/** Making tokens: by the command line and by the operators' page, with the same rules. */
import { createHash, randomBytes } from 'node:crypto';
import { addToken } from '../../store/api-tokens.ts';
import type { Db } from '../../store/store.ts';
import { ROLES } from '../reader.ts';

/** What a token is asked to be, as it was typed. */
export interface TokenAsked {
  /** What it is for. */
  readonly name: string;
  /** One of `ROLES`. */
  readonly role: string;
  /** Whole days until it ends, 1 to `MOST_DAYS`; empty: never. */
  readonly days: string;
}

/** Stands for whoever made a token by command. */
export const COMMAND_LINE = 'command line';
export const MOST_DAYS = 3650;
export const LONGEST_TOKEN_NAME = 64;
/** Letters, digits, spaces, `.`, `_` and `-`. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;
const DAY_MS = 86_400_000;

export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex');

/** A new token: 256 bits that nobody can guess, told apart from other secrets by its beginning. */
export function makeToken(): string {
  return `earshot_${randomBytes(32).toString('base64url')}`;
}

/** Why there is no token: which part is not understood, or that the name is taken. */
export type TokenRefusal = 'name' | 'role' | 'days' | 'taken';

/** A token, of which only the hash is kept from now on. */
export async function issueToken(
  db: Db,
  { name, role, days }: TokenAsked,
  by: string,
  now: Date,
): Promise<{ readonly token: string } | { readonly wrong: TokenRefusal }> {
  if (!NAME.test(name)) return { wrong: 'name' };
  if (!ROLES.some((one) => one === role)) return { wrong: 'role' };
  const count = days === '' ? null : Number(days);
  if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= MOST_DAYS)) return { wrong: 'days' };
  const token = makeToken();
  const expiresAt = count === null ? null : new Date(now.getTime() + count * DAY_MS);
  const added = await addToken(db, tokenHash(token), { name, role, by, createdAt: now, expiresAt });
  return added ? { token } : { wrong: 'taken' };
}
