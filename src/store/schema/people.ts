/** People and programs that use the pages, what they saved, and the configuration they changed; columns as in the migrations. */
import type { ColumnType, Generated } from 'kysely';
import type { Json } from './json.ts';

export interface SavedViewsTable {
  view_id: Generated<number>;
  name: string;
  /** The feed's parameters, as in its address. */
  query: string;
  by_whom: string;
  at: Date;
}

export interface SessionsTable {
  /** SHA-256 of what the browser holds. */
  session_hash: string;
  user_id: string;
  /** Fingerprint of what they signed in with. */
  credential: string;
  agent: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

export interface ApiTokensTable {
  /** SHA-256 of what the program holds. */
  token_hash: string;
  name: string;
  role: string;
  by_whom: string;
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
}

export interface ConfigChangesTable {
  change_id: Generated<number>;
  at: Date;
  by_whom: string;
  /** `started`, `applied`, `refused`, `repaired`. */
  kind: string;
  /** Of the configuration then in use: SHA-256, 16 hexadecimal digits. */
  fingerprint: string;
  /** The changes in words, or the problems. */
  lines: Json<string[]>;
  /** Path within the directory → text; null for files that are not in use. */
  files: ColumnType<Record<string, string> | null, string | null, string | null>;
}

export interface SettingsTable {
  name: string;
  value: string;
}
