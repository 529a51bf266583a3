/** Who looks at a page, and how it speaks to them. */
import type { Context } from 'hono';
import { type Format, formatFor, type Language } from '../notify/content/format.ts';
import type { WebDeps } from './deps.ts';
import { PAGE_WORDS, type PageWords } from './words/common.ts';

/** How a page speaks: language, and the zone of its times. */
export interface Reader {
  readonly language: Language;
  readonly timezone: string;
  readonly format: Format;
  readonly words: PageWords;
  /** Path of the page they look at: marks the place in the navigation. */
  readonly path: string;
}

export function readerFor(language: Language, timezone: string, path = ''): Reader {
  return { language, timezone, format: formatFor(language, timezone), words: PAGE_WORDS[language], path };
}

/** The reader of a request: language by `?lang=zh`, else what the browser asks for. */
export function readerOf(deps: Pick<WebDeps, 'timezone'>, c: Context): Reader {
  const asked = c.req.query('lang') ?? c.req.header('accept-language') ?? '';
  return readerFor(/^zh/i.test(asked) ? 'zh' : 'en', deps.timezone, c.req.path);
}

/** The reader that a mail was sent to, in whatever browser they open its link. */
export function readerOfRecipient(deps: Pick<WebDeps, 'timezone' | 'recipients'>, id: string, path = ''): Reader {
  const recipient = deps.recipients.find((candidate) => candidate.id === id);
  return readerFor(recipient?.language ?? 'en', recipient?.timezone ?? deps.timezone, path);
}
