/** Answers that every page gives the same way. */
import type { Context } from 'hono';
import { type Html, html, localUrl } from '../notify/mail/html.ts';
import { page } from './layout/page.ts';
import type { Reader } from './reader.ts';
import type { Problem } from './words/common.ts';

/** The page, or word that there is no such page where it is null. */
export function show(c: Context, reader: Reader, body: string | null): Response {
  return body === null ? missing(c, reader) : c.html(body);
}

/** A page that says why there is no other: what is wrong, in words, above all numbers. */
export function problemPage(
  reader: Reader,
  problem: Problem,
  status: 400 | 403 | 404 | 421 | 500,
  text: string | Html,
): string {
  const { words } = reader;
  // Who signs in, too, gets on from there.
  const way = problem !== 'host' && html`<p><a class="button second" href="${localUrl('/')}">${words.toStart}</a></p>`;
  const tone = problem === 'missing' ? '' : ' bad';
  return page(reader, words.problems[problem], html`<p class="notice${tone}">${text}</p>${way}`, {
    crumb: html`${String(status)}`,
  });
}

/** Word that a signed link no longer works, or never did. */
export function linkExpired(c: Context, reader: Reader): Response {
  return c.html(problemPage(reader, 'expired', 403, reader.words.linkExpired), 403);
}

/** Word that this reader may not do that. */
export function refused(c: Context, reader: Reader): Response {
  return c.html(problemPage(reader, 'refused', 403, reader.words.refused), 403);
}

/** Word that the request was meant for another host. */
export function notMeant(c: Context, reader: Reader): Response {
  return c.html(problemPage({ ...reader, frame: false }, 'host', 421, reader.words.notMeant), 421);
}

/** Word that a form was not one of ours, or too old. */
export function notOurForm(c: Context, reader: Reader): Response {
  return c.html(problemPage(reader, 'form', 403, reader.words.notOurForm), 403);
}

export function missing(c: Context, reader: Reader): Response {
  return c.html(problemPage(reader, 'missing', 404, reader.words.notFound), 404);
}
