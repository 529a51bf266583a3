/**
 * Signed addresses: a link in a mail that may do one thing to one incident as one recipient, until it expires. The link
 * only opens a page; the deed needs a click there, for mail scanners follow links.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ACTS, type Act } from '../../pipeline/people.ts';
import type { Unsubscription } from '../../store/digests.ts';

export interface Permission {
  readonly incidentId: number;
  /** `handle`: all acts, on the incident's own page. */
  readonly act: Act | 'handle';
  /** Recipient id. */
  readonly by: string;
  readonly expires: Date;
}

function signature(payload: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`earshot act ${payload}`).digest();
}

/** Path and query of the page that asks for the click. */
export function actionPath(permission: Permission, secret: string): string {
  const { incidentId, act, by, expires } = permission;
  const payload = [incidentId, act, Buffer.from(by).toString('base64url'), expires.getTime()].join('.');
  const token = `${payload}.${signature(payload, secret).toString('base64url')}`;
  const page = act === 'handle' ? `/incidents/${incidentId}` : `/incidents/${incidentId}/${act}`;
  return `${page}?token=${encodeURIComponent(token)}`;
}

/** What a token permits at `now`; null where it is forged, for something else, or expired. */
export function readToken(token: string, secret: string, now: Date): Permission | null {
  const parts = token.split('.');
  const [incident = '', act = '', by = '', expires = '', signed = ''] = parts;
  if (parts.length !== 5 || !isAct(act)) return null;
  const expected = signature(parts.slice(0, 4).join('.'), secret);
  const given = Buffer.from(signed, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  if (!(Number(expires) > now.getTime())) return null;
  return {
    incidentId: Number(incident),
    act,
    by: Buffer.from(by, 'base64url').toString(),
    expires: new Date(Number(expires)),
  };
}

function isAct(word: string): word is Permission['act'] {
  return word === 'handle' || (ACTS as readonly string[]).includes(word);
}

/** Path and query of the page by which a recipient leaves a digest; it does not expire. */
export function unsubscribePath({ recipient, brand, period }: Unsubscription, secret: string): string {
  const payload = [recipient, brand].map((word) => Buffer.from(word).toString('base64url')).join('.');
  const token = `${payload}.${period}`;
  return `/unsubscribe?token=${encodeURIComponent(`${token}.${unsubscribeSignature(token, secret).toString('base64url')}`)}`;
}

/** What a token lets its bearer leave; null where it is forged. */
export function readUnsubscribeToken(token: string, secret: string): Unsubscription | null {
  const parts = token.split('.');
  const [recipient = '', brand = '', period = '', signed = ''] = parts;
  if (parts.length !== 4 || (period !== 'day' && period !== 'week')) return null;
  const expected = unsubscribeSignature(parts.slice(0, 3).join('.'), secret);
  const given = Buffer.from(signed, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const read = (word: string) => Buffer.from(word, 'base64url').toString();
  return { recipient: read(recipient), brand: read(brand), period };
}

function unsubscribeSignature(payload: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`earshot unsubscribe ${payload}`).digest();
}
