/** `earshot doctor` on an installation that is well, and on one that has everything. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { systemClock } from '../../src/clock.ts';
import doctor from '../../src/commands/doctor.ts';
import { silentLogger } from '../../src/log.ts';
import { claimCrawl, finishCrawl, recordCoverage, registerTargets, startCrawl } from '../../src/store/crawls.ts';
import { addDeliveries } from '../../src/store/deliveries.ts';
import { stopDeliveries } from '../../src/store/delivery-health.ts';
import { signOfLife } from '../../src/store/processes.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { startSmtp } from '../notify/channels/smtp-server.ts';
import { embeddedFolder } from '../support/stores.ts';
import { run } from './support/run.ts';

const HOUR = 3_600_000;

describe('doctor', () => {
  let config: string;
  let site: Server;
  let port: number;
  beforeAll(async () => {
    config = await mkdtemp(join(tmpdir(), 'earshot-doctor-'));
    await mkdir(join(config, 'brands'));
    await mkdir(join(config, 'targets'));
    await writeFile(join(config, 'brands/acme.yaml'), 'name: Acme\n');
    site = createServer((request, response) => {
      response.end(request.url === '/robots.txt' ? 'User-agent: *\nDisallow: /private\n' : '');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    ({ port } = site.address() as AddressInfo);
  });
  afterAll(async () => {
    await new Promise((resolve) => site.close(resolve));
    await rm(config, { recursive: true, force: true });
  });

  const target = (path: string, more = '') =>
    `crawler: rss\noptions: {urls: ["http://127.0.0.1:${port}${path}"]}\nallow_hosts: ["127.0.0.1:${port}"]\n${more}`;

  async function settings(dataDir: string, smtp: string): Promise<void> {
    await writeFile(join(config, 'smtp'), smtp);
    await writeFile(
      join(config, 'earshot.yaml'),
      `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(dataDir)}, public_url: "https://earshot.acme.test"}
mail: {from: a@acme.test, smtp: {url: {file: ${JSON.stringify(join(config, 'smtp'))}}}}
recipients: {desk: {name: Desk, email: desk@acme.test}}
alerts: {pr: {brands: all, recipients: all}}
`,
    );
  }

  async function ask(...words: string[]): Promise<{ findings: Map<string, Finding>; exitCode: number; text: string }> {
    const { out, text, exitCode } = await run(doctor, ['doctor', '--json', ...words, '--config', config]);
    const [said] = out as { findings: Finding[] }[];
    return { findings: new Map((said?.findings ?? []).map((finding) => [finding.id, finding])), exitCode, text };
  }

  async function crawled(store: Store, id: string, outcome: 'ok' | 'blocked', hours: number): Promise<void> {
    await registerTargets(store.db, [{ target: id, crawler: 'rss', site: null, brands: ['acme'] }]);
    for (let ago = hours; ago >= 0; ago--) {
      const at = new Date(Date.now() - ago * HOUR - 60_000);
      const crawl = await claimCrawl(store.db, id, 'crawl', at);
      await startCrawl(store.db, crawl!, at);
      const counts = { requests: 1, bytes: 100, postsSeen: 5, postsNew: 1, postsUpdated: 0, postsFailed: 0 };
      const summary = { outcome, reason: outcome === 'ok' ? '' : 'a CAPTCHA', ...counts, fill: {}, complete: true };
      await finishCrawl(store.db, crawl!, summary, at);
      await recordCoverage(store.db, id, crawl!, summary, at);
    }
  }

  it('finds nothing on an installation that is well', async () => {
    await using smtp = await startSmtp();
    await rm(join(config, 'targets'), { recursive: true });
    await mkdir(join(config, 'targets'));
    await writeFile(join(config, 'targets/fine.yaml'), target('/feed', 'schedule: every 1 h\n'));
    const dataDir = await embeddedFolder();
    await settings(dataDir, `smtp://127.0.0.1:${smtp.port}`);
    const store = await openStore({ dataDir, log: silentLogger });
    await crawled(store, 'fine', 'ok', 30);
    const self = {
      process: 'p',
      host: 'here',
      pid: 1,
      roles: ['crawl', 'detect', 'notify', 'web'],
      startedAt: new Date(),
    };
    await signOfLife(store.db, self, systemClock.now());
    const { findings, exitCode, text } = await ask();
    expect([...findings.values()].filter(({ id, state }) => state !== 'ok' && id !== 'disk')).toEqual([]);
    expect(exitCode).toBe(0);
    for (const id of [
      'config',
      'chromium',
      'store',
      'store-size',
      'indexes',
      'clock',
      'timezone',
      'disk',
      'smtp',
      'processes',
      'queue',
      'targets',
      'outbox',
      `robots:127.0.0.1:${port}`,
    ]) {
      expect(findings.get(id)?.says, id).toBeTruthy();
    }
    expect(smtp.received).toEqual([]);
    expect(text.trim().split('\n')).toHaveLength(1);
    const people = await run(doctor, ['doctor', '--offline', '--config', config]);
    expect(people.text).toMatch(/^ok {4}clock: /m);
    expect(people.text).toMatch(/All is well\.\n$/);
    await store.close();
  }, 60_000);

  it('names each illness with the command that mends it', async () => {
    await rm(join(config, 'targets'), { recursive: true });
    await mkdir(join(config, 'targets'));
    await writeFile(join(config, 'targets/shut.yaml'), target('/private/feed', 'schedule: every 1 h\n'));
    const dataDir = await embeddedFolder();
    await settings(dataDir, 'smtp://me:the-password@127.0.0.1:1');
    const store = await openStore({ dataDir, log: silentLogger });
    const { db } = store;
    await crawled(store, 'shut', 'ok', 40);
    await sql`update crawls set outcome = 'blocked', reason = 'a CAPTCHA' where started_at > now() - interval '9 hours'`.execute(
      db,
    );
    const ahead = new Date(Date.now() + 2 * HOUR);
    await sql`update crawls set finished_at = ${ahead} where crawl_id = (select max(crawl_id) from crawls)`.execute(db);
    await stopDeliveries(db, {
      recipient: 'desk',
      channel: 'mail',
      address: 'desk@acme.test',
      since: new Date(),
      reason: '550',
    });
    const delivery = {
      key: 'k',
      about: { kind: 'operator', brand: '', noticeId: '1' },
      recipientId: 'desk',
      channel: 'mail',
      severity: null,
      messageId: 'm',
      thread: null,
      notBefore: new Date(),
    } as const;
    await addDeliveries(db, [delivery], new Date());
    await sql`update deliveries set state = 'dead', last_error = 'mailbox full'`.execute(db);
    await sql`update pg_index set indisvalid = false where indexrelid = 'posts_author'::regclass`.execute(db);
    await sql`update pg_index set indisvalid = false where indexrelid = 'crawls_recent'::regclass`.execute(db);
    const self = { process: 'p', host: 'here', pid: 1, roles: ['crawl', 'web'], startedAt: new Date() };
    await signOfLife(db, self, systemClock.now());

    const { findings, exitCode, text } = await ask();
    expect(exitCode).toBe(1);
    const mended: Readonly<Record<string, RegExp>> = {
      clock: /set the clock by NTP/,
      indexes: /earshot doctor --repair/,
      smtp: /earshot alert test --to RECIPIENT/,
      [`robots:127.0.0.1:${port}`]: /earshot pause shut/,
      processes: /earshot start --role detect,notify/,
      'target:shut': /earshot try shut/,
      'outbox:desk:mail': /earshot resume --recipient desk/,
      'dead-letters': /earshot alert test --to desk --channel mail/,
    };
    for (const [id, fix] of Object.entries(mended)) {
      expect(findings.get(id), id).toMatchObject({ fix: expect.stringMatching(fix) });
      expect(findings.get(id)?.state, id).not.toBe('ok');
    }
    expect(findings.get('target:shut')?.says).toMatch(/CAPTCHA/);
    expect(findings.get('indexes')?.says).toMatch(/crawls_recent/);
    expect(text).not.toContain('the-password');

    const again = await ask('--offline', '--repair');
    expect(again.findings.get('indexes')?.state).toBe('ok');
    expect(again.findings.get('repaired')?.says).toMatch(/rebuilt/);
    expect([...again.findings.keys()].some((id) => id === 'smtp' || id.startsWith('robots:'))).toBe(false);
    await store.close();
  }, 60_000);

  it('says that a broken configuration comes first', async () => {
    await writeFile(join(config, 'earshot.yaml'), 'service: {contakt: x}\n');
    const { findings, exitCode } = await ask();
    expect(exitCode).toBe(1);
    expect(findings.get('config')).toMatchObject({ state: 'fail', fix: expect.stringContaining('earshot check') });
    expect(findings.size).toBe(1);
  });
});
