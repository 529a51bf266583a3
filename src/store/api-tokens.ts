/** What programs hold in the place of a password: only the hash of a token is kept. */
import type { Db } from './store.ts';

export interface ApiToken {
  readonly name: string;
  readonly role: string;
  /** Who made it. */
  readonly by: string;
  readonly createdAt: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly usedAt: Date | null;
}

const COLUMNS = [
  'name',
  'role',
  'by_whom as by',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'used_at as usedAt',
] as const;

/** False where a token of that name exists already. */
export async function addToken(db: Db, hash: string, token: Omit<ApiToken, 'usedAt'>): Promise<boolean> {
  const { name, role, by, createdAt, expiresAt } = token;
  return db.transaction().execute(async (trx) => {
    const known = await trx.selectFrom('api_tokens').select('name').where('name', '=', name).executeTakeFirst();
    if (known !== undefined) return false;
    await trx
      .insertInto('api_tokens')
      .values({
        token_hash: hash,
        name,
        role,
        by_whom: by,
        created_at: createdAt,
        expires_at: expiresAt,
        used_at: null,
      })
      .execute();
    return true;
  });
}

/** The token of this hash, unless it has expired at `now`. */
export async function findToken(db: Db, hash: string, now: Date): Promise<ApiToken | null> {
  const row = await db.selectFrom('api_tokens').select(COLUMNS).where('token_hash', '=', hash).executeTakeFirst();
  return row === undefined || (row.expiresAt !== null && row.expiresAt <= now) ? null : row;
}

export async function noteUse(db: Db, hash: string, now: Date): Promise<void> {
  await db.updateTable('api_tokens').set({ used_at: now }).where('token_hash', '=', hash).execute();
}

/** By name. */
export async function listTokens(db: Db): Promise<ApiToken[]> {
  return db.selectFrom('api_tokens').select(COLUMNS).orderBy('name').execute();
}

/** False where there is none of that name. */
export async function removeToken(db: Db, name: string): Promise<boolean> {
  const gone = await db.deleteFrom('api_tokens').where('name', '=', name).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}
