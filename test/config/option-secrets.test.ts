/** Secrets among a crawler's own keys. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { diffConfigs } from '../../src/config/diff.ts';
import type { CrawlerSchemas } from '../../src/config/load.ts';
import { load, problems, warnings } from './support.ts';

const schema = z.strictObject({
  token: z.string().min(8).optional(),
  login: z.strictObject({ user: z.string(), password: z.string() }).optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
});
const crawlers: CrawlerSchemas = { ids: ['api'], has: (id) => id === 'api', get: () => ({ options: schema }) };

const target = (options: string) => ({ 'targets/blog.yaml': `crawler: api\noptions:\n  ${options}\n` });

test('are taken from the environment', async () => {
  const files = target('login: {user: me, password: {env: PASSWORD}}');
  const [blog] = (await load(files, { PASSWORD: 'hunter2' }, { crawlers })).targets;
  expect(blog).toMatchObject({ options: { login: { user: 'me', password: 'hunter2' } }, paused: false });
});

test('what they hold is checked, and not repeated', async () => {
  expect(await problems(target('token: {env: TOKEN}'), { TOKEN: 'short' }, { crawlers })).toEqual([
    'targets/blog.yaml:3:10: options.token is too short; allowed: a text of at least 8 characters [E204]',
  ]);
});

test.each(['token: {env: TOKEN}', 'login: {user: me, password: {env: TOKEN}}', 'token: {file: /no/where}'])(
  'a target whose secret is not set rests: %s',
  async (options) => {
    const config = await load(target(options), {}, { crawlers });
    expect(config.targets[0]?.paused).toBe(true);
    expect(config.warnings.map(({ code, message }) => `${message} [${code}]`)).toEqual([
      expect.stringMatching(
        /^options\.(token|login\.password): (environment|file) .* (is not set|cannot be read.*), so the target rests \[W104\]$/,
      ),
    ]);
  },
);

test('other mistakes beside a secret that is not set are still told', async () => {
  expect(await problems(target('login: {usr: me, password: {env: TOKEN}}'), {}, { crawlers })).toEqual([
    'targets/blog.yaml:3:11: unknown key "usr" in options.login; allowed: user, password; did you mean "user"? [E201]',
  ]);
});

test('written into the file they are an error', async () => {
  expect(await problems(target('token: hunter2hunter2'), {}, { crawlers })).toEqual([
    'targets/blog.yaml:3:10: options.token is a secret and must not be written in the file; allowed: {env: NAME} or {file: PATH} [E207]',
  ]);
});

test('where no text is wanted, a map with the key env is just that', async () => {
  const [blog] = (await load(target('fields: {a: {env: x}}'), {}, { crawlers })).targets;
  expect(blog?.options).toEqual({ fields: { a: { env: 'x' } } });
});

test('differences do not show them', async () => {
  const config = (env: Record<string, string>, options = 'token: {env: TOKEN}') =>
    load(target(options), env, { crawlers });
  const first = await config({ TOKEN: 'hunter2hunter2' });
  expect(diffConfigs(first, await config({ TOKEN: 'hunter3hunter3' }))).toEqual([
    'target blog: options.token: another value',
  ]);
  expect(diffConfigs(first, await config({}, 'login: {user: a, password: {env: P}}'))).toEqual([
    'target blog: options.token: set → none',
    'target blog: options.login: none → {"user":"a"}',
    'target blog: paused: false → true',
  ]);
});

test('a secret that no one set is warned of once', async () => {
  expect(await warnings({ 'targets/blog.yaml': 'crawler: search\noptions: {words: [{env: X}]}\n' })).toEqual([
    'targets/blog.yaml:2:19: options.words[0]: environment variable X is not set, so the target rests [W104]',
  ]);
});
