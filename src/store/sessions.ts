/** Who is signed in, and who tried to. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

export interface SessionRow {
  /** Of what the browser holds: the store alone lets nobody in. */
  readonly hash: string;
  readonly userId: string;
  /** Fingerprint of what they signed in with. */
  readonly credential: string;
  /** The browser, as it called itself. */
  readonly agent: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** Keeps a new session, and forgets those that have run out. */
export async function insertSession(db: Db, session: SessionRow): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', session.createdAt).execute();
  await db
    .insertInto('sessions')
    .values({
      session_hash: session.hash,
      user_id: session.userId,
      credential: session.credential,
      agent: session.agent,
      created_at: session.createdAt,
      seen_at: session.seenAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

function selected(db: Db) {
  return db
    .selectFrom('sessions')
    .select(['session_hash as hash', 'user_id as userId', 'credential', 'agent'])
    .select(['created_at as createdAt', 'seen_at as seenAt', 'expires_at as expiresAt']);
}

/** A session that has not run out at `now`; null where there is none. */
export async function findSession(db: Db, hash: string, now: Date): Promise<SessionRow | null> {
  const row = await selected(db).where('session_hash', '=', hash).where('expires_at', '>', now).executeTakeFirst();
  return row ?? null;
}

/** Somebody's sessions, the latest first. */
export async function sessionsOf(db: Db, userId: string, now: Date): Promise<SessionRow[]> {
  return selected(db).where('user_id', '=', userId).where('expires_at', '>', now).orderBy('seen_at', 'desc').execute();
}

export async function touchSession(db: Db, hash: string, seenAt: Date, expiresAt: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ seen_at: seenAt, expires_at: expiresAt })
    .where('session_hash', '=', hash)
    .execute();
}

export async function deleteSession(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('sessions').where('session_hash', '=', hash).execute();
}

/** Ends all of somebody's sessions. */
export async function deleteSessionsOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', userId).execute();
}

/**
 * Notes an attempt under each key, and resolves to how many there were since `since`, this one included, by key. It is
 * noted before it is judged, so that many at once cannot slip through.
 */
export async function noteAttempt(
  db: Db,
  keys: readonly string[],
  now: Date,
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  await db.deleteFrom('sign_in_attempts').where('at', '<', since).execute();
  await db
    .insertInto('sign_in_attempts')
    .values(keys.map((key) => ({ key, at: now })))
    .execute();
  const { rows } = await sql<{ key: string; count: number }>`
    select key, count(*)::int as count from sign_in_attempts
    where key = any(${[...keys]}::text[]) and at >= ${since} group by key`.execute(db);
  return new Map(rows.map(({ key, count }) => [key, count]));
}

/** Whoever got in did not guess. */
export async function forgetAttempts(db: Db, keys: readonly string[]): Promise<void> {
  await db
    .deleteFrom('sign_in_attempts')
    .where('key', 'in', [...keys])
    .execute();
}
