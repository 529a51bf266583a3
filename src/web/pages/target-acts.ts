/** What operators do with a target on its page: pausing, resuming, trying. No file is changed. */
import type { Context } from 'hono';
import { messageOf } from '../../errors.ts';
import { SEEING } from '../../model.ts';
import { clip } from '../../notify/content/excerpt.ts';
import { type Html, html, join, webUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { pause, resume } from '../../store/pauses.ts';
import { csvFile } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { brandName } from '../layout/names.ts';
import { time } from '../layout/parts.ts';
import type { TargetAbout, Tried } from '../operating.ts';
import type { Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { TARGET_WORDS } from '../words/targets.ts';
import { WrongRequest } from '../wrong.ts';
import { targetPage } from './target.ts';
import { seenDays } from './target-calendar.ts';

const HOUR_MS = 3_600_000;
const UNTIL_MS: Readonly<Record<string, number | null>> = {
  h2: 2 * HOUR_MS,
  d1: 24 * HOUR_MS,
  w1: 168 * HOUR_MS,
  open: null,
};
const LONGEST_REASON = 200;
/** A pasted page may be so long, in characters. */
const LONGEST_PAGE = 5_000_000;
const SHOWN_POSTS = 8;
const EXCERPT = 400;
const SHOWN_PROBLEMS = 10;

export function serveTarget(routes: Routes, deps: WebDeps): void {
  const found = (c: Context) => deps.operating.targets.find(({ id }) => id === c.req.param('id'));
  const back = (c: Context, { id }: TargetAbout) => c.redirect(`/targets/${encodeURIComponent(id)}`, 303);
  let trying = 0;

  routes.get('/targets/:id', 'reader', async (c, reader) => {
    const about = found(c);
    return show(c, reader, about === undefined ? null : await targetPage(deps, reader, about, null));
  });
  routes.get('/targets/:id/coverage.csv', 'reader', async (c, reader) => {
    const about = found(c);
    const days = about && (await seenDays(deps, about.id, reader.timezone, deps.clock.now()));
    if (about === undefined || !days) return missing(c, reader);
    return csvFile(c, `coverage-${about.id}`, [['day', 'seen'], ...days.map(({ day, seen }) => [day, seen])]);
  });
  routes.post('/targets/:id/pause', 'operator', async (c, reader) => {
    const about = found(c);
    if (about === undefined) return missing(c, reader);
    const form = await c.req.parseBody();
    const length = typeof form.until === 'string' ? UNTIL_MS[form.until] : undefined;
    if (length === undefined)
      throw new WrongRequest(
        `until: must be one of ${Object.keys(UNTIL_MS).join(', ')}`,
        `until：须为 ${Object.keys(UNTIL_MS).join('、')} 之一`,
      );
    const reason = typeof form.reason === 'string' ? form.reason.trim().slice(0, LONGEST_REASON) : '';
    const now = deps.clock.now();
    const until = length === null ? null : new Date(now.getTime() + length);
    await pause(deps.store.db, { kind: 'target', name: about.id, since: now, until, reason }, now);
    deps.log.info({ target: about.id, by: reader.user?.id, until }, 'paused from the pages');
    return back(c, about);
  });
  routes.post('/targets/:id/resume', 'operator', async (c, reader) => {
    const about = found(c);
    if (about === undefined) return missing(c, reader);
    const now = deps.clock.now();
    const { rest } = await deps.operating.status(about.id, now);
    const site = rest?.site ?? null;
    if (rest?.by === 'command') await resume(deps.store.db, site === null ? 'target' : 'site', site ?? about.id, now);
    deps.log.info({ target: about.id, by: reader.user?.id }, 'resumed from the pages');
    return back(c, about);
  });
  routes.post('/targets/:id/try', 'operator', async (c, reader) => {
    const about = found(c);
    if (about === undefined || about.door) return missing(c, reader);
    const form = await c.req.parseBody();
    const url = typeof form.url === 'string' ? form.url.trim() : '';
    if (!/^https?:/i.test(url) || webUrl(url) === null)
      throw new WrongRequest(
        'url: must be a web address, such as https://example.com/reviews',
        'url：须为网址，如 https://example.com/reviews',
      );
    const pasted = typeof form.page === 'string' && form.page.trim() !== '' ? form.page : null;
    if (pasted !== null && pasted.length > LONGEST_PAGE)
      throw new WrongRequest(
        `page: at most ${LONGEST_PAGE} characters; save it and use earshot try --file`,
        `page：最多 ${LONGEST_PAGE} 个字符；请保存为文件，再用 earshot try --file`,
      );
    if (trying > 0)
      throw new WrongRequest(
        'another page is being tried; try again when that is done',
        '正在试抓另一个页面；请等它结束后再试',
      );
    trying++;
    try {
      const tried = await deps.operating.tryPage(about.id, url, pasted);
      return show(c, reader, await targetPage(deps, reader, about, whatCame(deps, reader, tried)));
    } catch (error) {
      // Whatever a crawler stumbles over on a page is what was asked for.
      deps.log.warn({ err: error, target: about.id, url }, 'a page could not be tried');
      const said = html`<p class="notice bad" role="status">${messageOf(error)}</p>`;
      return show(c, reader, await targetPage(deps, reader, about, said));
    } finally {
      trying--;
    }
  });
}

function whatCame(deps: WebDeps, reader: Reader, { trial, matches }: Tried): Html {
  const words = TARGET_WORDS[reader.language];
  const { outcome, reason, robots, page, posts, problems, fill } = trial;
  const good = SEEING.has(outcome);
  const cards = posts.slice(0, SHOWN_POSTS).map((post, index) => {
    const brands = (matches[index] ?? []).map(({ brand }) => brandName(deps.brands, brand));
    return html`<li><p class="soft"><bdi>${post.author.name ?? '–'}</bdi>${post.publishedAt && html` · ${time(reader, post.publishedAt)}`}${post.rating && html` · ${post.rating.value}/${post.rating.best}`} · ${brands.length === 0 ? words.noBrand : html`<strong>${brands.join(', ')}</strong>`}</p>
${post.title && html`<p><strong><bdi>${post.title}</bdi></strong></p>`}<p dir="auto" class="text">${clip(post.text, EXCERPT)}</p></li>`;
  });
  const shares = Object.entries(fill.shares()).map(
    ([field, share]) => html`<li>${field}${reader.words.colon}${reader.format.percent(share)}</li>`,
  );
  const wrong = problems
    .slice(0, SHOWN_PROBLEMS)
    .map(({ index, message }) => html`<li>${index + 1}${reader.words.colon}${message}</li>`);
  return html`<section class="panel" role="status"><div class="panel-head"><h2>${words.try}${reader.words.colon}<span class="${good ? 'positive' : 'negative'}">${good ? '✓ ' : '! '}${LABELS[reader.language].outcome[outcome]}</span></h2><span class="soft"><bdi>${trial.url}</bdi></span></div>
${reason !== '' && html`<p><bdi>${reason}</bdi></p>`}<p class="soft">${page && html`${words.page}: HTTP ${page.status}, ${reader.format.integer(page.bytes)} bytes, ${page.charset} · `}${robots && html`${words.robots}${reader.words.colon}${robots.reason} · `}<strong>${words.posts(posts.length)}</strong></p>
${wrong.length > 0 && html`<h3>${words.problems}</h3><ul>${join(wrong)}</ul>`}${shares.length > 0 && html`<details><summary>${words.fields}</summary><ul>${join(shares)}</ul></details>`}<ul class="list">${join(cards)}</ul></section>`;
}
