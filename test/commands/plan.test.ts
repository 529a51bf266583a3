/** `earshot plan`: a draft held against what is in use. */
import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import register from '../../src/commands/plan.ts';
import { snapshotOf } from '../../src/config/snapshot.ts';
import { silentLogger } from '../../src/log.ts';
import { noteConfigChange } from '../../src/store/config-changes.ts';
import { openStore } from '../../src/store/store.ts';
import { makeDir, write } from '../config/support.ts';
import { embeddedFolder } from '../support/stores.ts';
import { run } from './support/run.ts';

test('says what would change and what that would do, and changes nothing', async () => {
  const dataDir = await embeddedFolder();
  const inUse = await makeDir({
    'earshot.yaml': `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(dataDir)}}\n`,
    'brands/acme.yaml': 'name: Acme\n',
    'targets/blog.yaml': 'crawler: rss\noptions: {urls: ["https://acme.test/feed"]}\nschedule: every 30 min\n',
    'targets/old.yaml': 'crawler: rss\noptions: {urls: ["https://old.test/feed"]}\n',
  });
  const draft = await makeDir({});
  await cp(inUse, draft, { recursive: true });
  const plan = (...words: string[]) => run(register, ['plan', '--config', draft, ...words]);
  await expect(plan()).rejects.toThrow(/no configuration has been in use yet/);

  const store = await openStore({ dataDir, log: silentLogger });
  const { fingerprint, files, by } = await snapshotOf(inUse);
  await noteConfigChange(store.db, { at: new Date(), by, kind: 'started', fingerprint, lines: [] }, files);
  expect((await plan()).text).toBe('Nothing would change.\n');

  await write(draft, {
    'targets/blog.yaml': 'crawler: rss\noptions: {urls: ["https://acme.test/feed"]}\nschedule: every 10 min\n',
    'targets/old.yaml': 'crawler: rss\noptions: {urls: ["https://old.test/feed"]}\npaused: true\n',
    'targets/new.yaml': 'crawler: rss\noptions: {urls: ["https://new.test/feed"]}\nschedule: every 1 h\n',
    'brands/acme.yaml': 'name: Acme\nterms: [Acme, 阿克米]\n',
  });
  const { text } = await plan();
  expect(text).toContain('  target blog: schedule: every 30 min → every 10 min\n');
  expect(text).toContain('  target new: added\n');
  expect(text).toContain('  brand acme: terms: + "阿克米"\n');
  expect(text).toContain('  target blog asks for about 144 pages a day instead of 48\n');
  expect(text).toMatch(/target new is crawled at once, back \d+ days .* then every 1 h: about 24 requests a day/);
  expect(text).toContain('  target old rests: its part of the public counts as not seen\n');
  expect(text).toContain('  brand acme: posts read from now on are matched by this');
  expect((await plan('--against', inUse, '--json')).out).toMatchObject([
    { changes: expect.arrayContaining(['target new: added']) },
  ]);
  expect((await plan('--backtest')).text).toContain('Changes:');

  await write(draft, { 'brands/acme.yaml': 'nam: Acme\n' });
  await expect(plan()).rejects.toThrow(/unknown key "nam"/);
  await store.close();
}, 60_000);
