/**
 * Signing in. `sessions`: who is signed in where, by the hash of what their browser holds; `credential`: of what they
 * signed in with, so that another password ends it. `sign_in_attempts`: for slowing down those who guess.
 * `api_tokens`: what programs hold in the place of a password, by its hash.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table sessions (
  session_hash text primary key,
  user_id text not null,
  credential text not null,
  agent text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id);

create table sign_in_attempts (
  attempt_id bigint generated always as identity primary key,
  key text not null,
  at timestamptz not null
);
create index sign_in_attempts_key on sign_in_attempts (key, at);

create table api_tokens (
  token_hash text primary key,
  name text not null,
  role text not null,
  by_whom text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
