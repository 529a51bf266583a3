/** `/api/v1`: what the pages show, for programs, in JSON. */
import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { EarshotError, messageOf } from '../../errors.ts';
import type { WebDeps } from '../deps.ts';
import { callerOf } from './caller.ts';
import type { Endpoint } from './endpoint.ts';
import { MENTION_ENDPOINTS } from './mentions.ts';
import { openApiOf } from './openapi.ts';
import { REPORT_ENDPOINTS } from './reports.ts';

export const ENDPOINTS: readonly Endpoint[] = [...MENTION_ENDPOINTS, ...REPORT_ENDPOINTS];

const ROOT = '/api/v1';
/** Of a body, in bytes. */
const MOST_BODY = 10_000;

type Answered = Response | Promise<Response>;

export function serveApi(app: Hono, deps: WebDeps): void {
  app.get(`${ROOT}/openapi.json`, (c) => c.json(openApiOf(ENDPOINTS, deps.publicUrl)));
  for (const endpoint of ENDPOINTS) {
    const path = `${ROOT}${endpoint.path.replace(/\{(\w+)\}/g, ':$1')}`;
    app.on(endpoint.method.toUpperCase(), path, (c) => answer(deps, c, endpoint));
  }
  app.all(`${ROOT}/*`, (c) => c.json({ error: `there is no such address; ${ROOT}/openapi.json lists them` }, 404));
}

async function answer(deps: WebDeps, c: Context, endpoint: Endpoint): Promise<Response> {
  try {
    const caller = await callerOf(deps, c, endpoint.access);
    if ('error' in caller) return refuse(c, caller);
    const search = new URL(c.req.url).searchParams;
    const body = endpoint.body === undefined ? undefined : check(endpoint.body, await bodyOf(c));
    const found = await endpoint.run({
      ...{ deps, search, by: caller.by, body },
      params: check(endpoint.params, c.req.param()),
      query: check(endpoint.query, Object.fromEntries(search)),
    });
    return found === null ? c.json({ error: 'there is no such thing' }, 404) : c.json(found as object);
  } catch (error) {
    if (error instanceof EarshotError) return c.json({ error: error.message }, 400);
    deps.log.error({ err: error, path: c.req.path }, 'answer failed');
    return c.json({ error: 'something went wrong; it has been written to the log' }, 500);
  }
}

function refuse(c: Context, { status, error }: { status: 401 | 403; error: string }): Answered {
  if (status === 401) c.header('www-authenticate', 'Bearer realm="earshot"');
  return c.json({ error }, status);
}

async function bodyOf(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text.length > MOST_BODY) throw new EarshotError(`the body is larger than ${MOST_BODY} bytes`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EarshotError(`the body is not JSON: ${messageOf(error)}`);
  }
}

/** Throws `EarshotError` that says what is wrong, where. */
function check(schema: z.ZodType, value: unknown): unknown {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new EarshotError(problems.join('; '));
}
