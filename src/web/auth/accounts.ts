/** Who may sign in, as configured. */
import { createHash } from 'node:crypto';
import type { Role } from '../reader.ts';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** scrypt in the PHC form; null: they sign in with the provider only. */
  readonly password: string | null;
  /** By which the provider's people are known here; null: not by the provider. */
  readonly email: string | null;
}

/** OpenID Connect: somebody else vouches for who people are; what they may do stands in our configuration. */
export interface Provider {
  /** As people know it; on the button. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What sign-in is about; no accounts: nobody has to sign in, and the pages stay on this machine. */
export interface SignIn {
  readonly accounts: readonly Account[];
  readonly provider: Provider | null;
  /** Addresses or ranges (CIDR) of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** What everybody may do while there are no accounts. */
  readonly everybody: Role;
}

/** Fingerprint of what somebody signs in with: when it changes, their sessions end. */
export function credentialOf({ password, email }: Account): string {
  return createHash('sha256')
    .update(`${password ?? ''}\n${email ?? ''}`)
    .digest('hex')
    .slice(0, 32);
}
