/** Answers that every page gives the same way. */
import type { Context } from 'hono';
import { html } from '../notify/mail/html.ts';
import { page } from './layout/page.ts';
import type { Reader } from './reader.ts';

/** The page, or word that there is no such page where it is null. */
export function show(c: Context, reader: Reader, body: string | null): Response {
  return body === null ? missing(c, reader) : c.html(body);
}

/** Word that a signed link no longer works, or never did. */
export function linkExpired(c: Context, reader: Reader): Response {
  return c.html(page(reader, '403', html`<p class="notice bad">${reader.words.linkExpired}</p>`), 403);
}

/** Word that this reader may not do that. */
export function refused(c: Context, reader: Reader): Response {
  return c.html(page(reader, '403', html`<p class="notice bad">${reader.words.refused}</p>`), 403);
}

/** Word that the request was meant for another host. */
export function notMeant(c: Context, reader: Reader): Response {
  return c.html(
    page({ ...reader, frame: false }, '421', html`<p class="notice bad">${reader.words.notMeant}</p>`),
    421,
  );
}

/** Word that a form was not one of ours, or too old. */
export function notOurForm(c: Context, reader: Reader): Response {
  return c.html(page(reader, '403', html`<p class="notice bad">${reader.words.notOurForm}</p>`), 403);
}

export function missing(c: Context, reader: Reader): Response {
  return c.html(page(reader, '404', html`<p class="notice">${reader.words.notFound}</p>`), 404);
}
