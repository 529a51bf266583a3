/** `POST /ingest`: posts pushed by those who hold a door's token. No cookies: a browser cannot be made to push. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import PQueue from 'p-queue';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../log.ts';
import type { CrawlOutcome, Door } from '../../model.ts';
import { takePush } from '../../pipeline/doors/push.ts';
import type { TakeInDeps } from '../../pipeline/take-in.ts';
import { bodyOf, formOf, PushError, rowsOf } from './ingest-body.ts';

export interface IngestDeps {
  readonly pipeline: TakeInDeps;
  /** Doors of the kind `ingest` whose token is set. */
  readonly doors: readonly { readonly door: Door; readonly token: string }[];
  /** Whether a door rests now: nothing is taken then. */
  readonly rests: (door: Door) => Promise<boolean>;
  /** What a push came to, for judging the door's health. */
  readonly onPushed: (report: { target: string; outcome: CrawlOutcome; postsNew: number }) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Pushes in hand at once, read or being stored; more are asked to come back. */
const MOST_IN_HAND = 8;
const STORED_AT_ONCE = 2;
const RETRY_AFTER_S = 5;
/** Errors told in one answer; `failed` counts all. */
const MOST_ERRORS = 100;

export function serveIngest(app: Hono, deps: IngestDeps): void {
  const storing = new PQueue({ concurrency: STORED_AT_ONCE });
  const doors = deps.doors.map(({ door, token }) => ({ door, digest: digestOf(token) }));
  let inHand = 0;

  const push = async (c: Context, target: string | undefined): Promise<Response> => {
    const holder = holderOf(doors, c.req.header('authorization'));
    if (holder === null) {
      c.header('www-authenticate', 'Bearer realm="earshot"');
      return c.json({ error: 'no valid token: send "Authorization: Bearer TOKEN" with the token of a target' }, 401);
    }
    if (target !== undefined && target !== holder.id) {
      if (doors.some(({ door }) => door.id === target)) {
        return c.json({ error: `this token is not that of target "${target}"` }, 403);
      }
      return c.json({ error: `there is no target "${target}" with door: ingest` }, 404);
    }
    if (holder.paused || (await deps.rests(holder))) return c.json({ error: `target "${holder.id}" is paused` }, 403);
    if (inHand >= MOST_IN_HAND) return busy(c);
    inHand++;
    try {
      return await take(c, holder);
    } finally {
      inHand--;
    }
  };

  const take = async (c: Context, door: Door): Promise<Response> => {
    try {
      const form = formOf(c.req.header('content-type'));
      const body = await bodyOf(c.req.raw);
      const rows = await rowsOf(body, form, door.map);
      const push = { bytes: body.length, now: deps.clock.now() };
      const { brought, outcome } = await storing.add(() => takePush(deps.pipeline, door, rows, push));
      await deps.onPushed({ target: door.id, outcome, postsNew: brought.new });
      const { read, new: added, updated, unchanged, failed } = brought;
      const errors = brought.errors.slice(0, MOST_ERRORS);
      deps.log.info({ target: door.id, read, new: added, updated, unchanged, failed }, 'pushed');
      return c.json({ read, new: added, updated, unchanged, failed, errors }, read > 0 && failed === read ? 422 : 200);
    } catch (error) {
      if (error instanceof PushError) return c.json({ error: error.message }, error.status);
      deps.log.error({ err: error, target: door.id }, 'push failed');
      c.header('retry-after', String(RETRY_AFTER_S));
      return c.json({ error: 'the posts could not be stored now; send them again, nothing is stored twice' }, 503);
    }
  };

  app.post('/ingest', (c) => push(c, undefined));
  app.post('/ingest/:target', (c) => push(c, c.req.param('target')));
  for (const path of ['/ingest', '/ingest/:target']) {
    app.all(path, (c) => {
      c.header('allow', 'POST');
      return c.json({ error: `${c.req.method} is not possible here; allowed: POST` }, 405);
    });
  }
}

function busy(c: Context): Response {
  c.header('retry-after', String(RETRY_AFTER_S));
  return c.json({ error: `more than ${MOST_IN_HAND} pushes at once; send this one again in ${RETRY_AFTER_S} s` }, 429);
}

/** Whose token it is. Every door's token is compared, each in constant time, so that time tells nothing. */
function holderOf(doors: readonly { door: Door; digest: Buffer }[], header: string | undefined): Door | null {
  const given = digestOf(/^Bearer +(\S+)$/i.exec(header?.trim() ?? '')?.[1] ?? '');
  let holder: Door | null = null;
  for (const { door, digest } of doors) if (timingSafeEqual(digest, given)) holder = door;
  return holder;
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
