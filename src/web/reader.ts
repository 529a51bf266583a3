/** Who looks at a page, and how it speaks to them. */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type Format, formatFor, type Language } from '../notify/content/format.ts';
import type { Permission } from './auth/links.ts';
import type { WebDeps } from './deps.ts';
import type { Access } from './routes.ts';
import { PAGE_WORDS, type PageWords } from './words/common.ts';

export const ROLES = ['reader', 'responder', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Whoever signed in. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** How a page speaks: language, and the zone of its times. */
export interface Reader {
  readonly language: Language;
  readonly timezone: string;
  readonly format: Format;
  readonly words: PageWords;
  /** Path of the page they look at, and its query: mark the place in the navigation, and lead back. */
  readonly path: string;
  readonly search: string;
  /** Null: nobody signed in, because nobody has to, or by a mail's link. */
  readonly user: User | null;
  /** What they may do; null: no more than a signed link says. */
  readonly role: Role | null;
  /** What a mail's link allows, where they came by one. */
  readonly link: Link | null;
  /** Belongs into every form: no other site knows it. */
  readonly csrf: string;
  /** False where they may go nowhere else: the page stands without navigation. */
  readonly frame: boolean;
}

/** A signed link of a mail, and whom and what it is for. */
export interface Link extends Permission {
  readonly token: string;
}

type Place = Pick<Reader, 'path' | 'search'>;

/** A reader who only has what is asked here: no rights, no navigation. */
export function readerFor(language: Language, timezone: string, { path, search }: Place = NOWHERE): Reader {
  const speech = { language, timezone, format: formatFor(language, timezone), words: PAGE_WORDS[language] };
  return { ...speech, path, search, user: null, role: null, link: null, csrf: '', frame: false };
}

const NOWHERE: Place = { path: '', search: '' };
const LANGUAGE_COOKIE = 'earshot_language';

/** The language asked for: by `?lang=zh`, which is remembered; else as before, else what the browser asks for. */
export function readerOf(deps: Pick<WebDeps, 'timezone'>, c: Context): Reader {
  const chosen = c.req.query('lang');
  if (chosen === 'zh' || chosen === 'en') {
    setCookie(c, LANGUAGE_COOKIE, chosen, { path: '/', sameSite: 'Lax', httpOnly: true, maxAge: 365 * 86_400 });
  }
  const asked = chosen ?? getCookie(c, LANGUAGE_COOKIE) ?? c.req.header('accept-language') ?? '';
  return readerFor(/^zh/i.test(asked) ? 'zh' : 'en', deps.timezone, placeOf(c));
}

/** The reader that a mail was sent to, in whatever browser they open its link. */
export function readerOfRecipient(
  deps: Pick<WebDeps, 'timezone' | 'recipients'>,
  id: string,
  place: Place = NOWHERE,
): Reader {
  const recipient = deps.recipients.find((candidate) => candidate.id === id);
  return readerFor(recipient?.language ?? 'en', recipient?.timezone ?? deps.timezone, place);
}

function placeOf(c: Context): Place {
  const { pathname, search } = new URL(c.req.url);
  return { path: pathname, search };
}

/** Whether a reader may use what asks for `access`: each role may do what those before it may. */
export function may({ role }: Pick<Reader, 'role'>, access: Access): boolean {
  if (access === 'anyone') return true;
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(access);
}
