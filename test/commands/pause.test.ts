/** `pause` and `resume` as operators type them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { momentAhead } from '../../src/cli/moment.ts';
import pause from '../../src/commands/pause.ts';
import resume from '../../src/commands/resume.ts';
import type { EarshotError } from '../../src/errors.ts';
import { embeddedFolder } from '../support/stores.ts';
import { run } from './support/run.ts';

describe('a moment to come', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  it.each([
    ['90min', '2026-03-01T13:30:00.000Z'],
    ['2h', '2026-03-01T14:00:00.000Z'],
    ['3d', '2026-03-04T12:00:00.000Z'],
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02 08:00', '2026-03-02T08:00:00.000Z'],
    ['2026-03-02T08:00+08:00', '2026-03-02T00:00:00.000Z'],
  ])('%s', (text, at) => expect(momentAhead(text, now).toISOString()).toBe(at));
  it.each(['tomorrow', '2h30', '2026-13-01', ''])('%j is none', (text) =>
    expect(() => momentAhead(text, now)).toThrow(/is no moment; allowed: a length such as 30min/),
  );
  it('the past is past', () => expect(() => momentAhead('2026-02-28', now)).toThrow(/in the past/));
});

describe('pause and resume', () => {
  let config: string;
  beforeAll(async () => {
    config = await mkdtemp(join(tmpdir(), 'earshot-pause-'));
    await mkdir(join(config, 'brands'));
    await mkdir(join(config, 'targets'));
    await writeFile(join(config, 'brands/acme.yaml'), 'name: Acme\n');
    const target = (host: string) => `crawler: rss\noptions: {urls: ["https://${host}/feed"]}\n`;
    await writeFile(join(config, 'targets/news.yaml'), target('news.example.test'));
    await writeFile(join(config, 'targets/files.yaml'), 'door: inbox\nsite: shop.example.test\nabout: acme\n');
    await writeFile(join(config, 'targets/blog.yaml'), `${target('blog.example.test')}paused: true\n`);
  });
  afterAll(() => rm(config, { recursive: true, force: true }));
  const said = async (...words: string[]) => {
    try {
      return (await run(words[0] === 'pause' ? pause : resume, [...words, '--config', config])).text;
    } catch (error) {
      const { message, hint, exitCode } = error as EarshotError;
      return `${exitCode} ${message} (${hint})`;
    }
  };

  it('say what they did, and what still holds', async () => {
    const settings = `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(await embeddedFolder())}}\n`;
    await writeFile(join(config, 'earshot.yaml'), settings);
    expect(await said('pause', 'news', '--reason', 'they asked')).toBe('news paused; earshot resume ends it\n');
    expect(await said('resume', 'news')).toBe('news: resumed\n');
    expect(await said('resume', 'news')).toBe('2 news was not paused by command (nothing is paused by command)');
    expect(await said('pause', '--site', 'blog.example.test', '--until', '2099-01-01')).toBe(
      'blog.example.test: blog paused until 2099-01-01T00:00:00.000Z\n',
    );
    expect(await said('resume', '--site', 'blog.example.test')).toBe('blog: still rests: paused by config\n');
  }, 60_000);

  it('speak of doors as of targets', async () => {
    expect(await said('pause', 'files')).toBe('files paused; earshot resume ends it\n');
    expect(await said('resume', 'files')).toBe('files: resumed\n');
    expect(await said('pause', '--site', 'shop.example.test')).toMatch(/^shop.example.test: files paused/);
    expect(await said('resume', '--site', 'shop.example.test')).toBe('files: resumed\n');
  }, 60_000);

  it('name what there is where a name is wrong', async () => {
    await writeFile(join(config, 'earshot.yaml'), 'service: {contact: ops@acme.test}\n');
    expect(await said('pause', 'nwes')).toBe('2 there is no target "nwes" (targets: blog, news, files)');
    expect(await said('pause', '--site', 'weibo')).toBe(
      '2 no target asks a site "weibo" (sites: blog.example.test, news.example.test, shop.example.test)',
    );
    expect(await said('pause')).toMatch(/^2 name a target, or a site with --site/);
    expect(await said('pause', 'news', '--until', 'soon')).toMatch(/^2 .*is no moment; allowed/);
  }, 60_000);
});
