/** `earshot alert`: what it would look like, and whether it arrives. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import alert from '../../src/commands/alert.ts';
import brief from '../../src/commands/brief.ts';
import mute from '../../src/commands/mute.ts';
import unmute from '../../src/commands/unmute.ts';
import { silentLogger } from '../../src/log.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import { openStore } from '../../src/store/store.ts';
import { startHook } from '../notify/channels/hook-server.ts';
import { smtpError, startSmtp } from '../notify/channels/smtp-server.ts';
import { embeddedFolder } from '../support/stores.ts';
import { run } from './support/run.ts';

describe('alert', () => {
  let config: string;
  beforeAll(async () => {
    config = await mkdtemp(join(tmpdir(), 'earshot-alert-'));
    await mkdir(join(config, 'brands'));
    await mkdir(join(config, 'targets'));
    await writeFile(join(config, 'brands/acme.yaml'), 'name: Acme\nplaybook: {default: [Call the guest]}\n');
    await writeFile(join(config, 'hook-url'), '');
  });
  afterAll(() => rm(config, { recursive: true, force: true }));
  const settings = async (more: string, dataDir = config) => {
    const head = `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(dataDir)}}\n`;
    await writeFile(join(config, 'earshot.yaml'), head + more);
  };
  const file = (name: string) => JSON.stringify(join(config, name));
  const alerted = (...words: string[]) => run(alert, ['alert', ...words, '--config', config]);

  it('preview writes what the recipient would get now', async () => {
    const dataDir = await embeddedFolder();
    await settings(
      'recipients: {ann: {name: Ann, email: ann@acme.test}, pr: {name: 公关, email: pr@acme.test, language: zh}}\n' +
        'alerts: {all: {recipients: [pr]}}\n',
      dataDir,
    );
    const store = await openStore({ dataDir, log: silentLogger });
    try {
      await store.write((trx) =>
        writeIncident(trx, {
          brand: 'acme',
          incidentId: null,
          at: new Date('2026-03-02T10:00:00Z'),
          state: 'open',
          severity: 4,
          title: { aspect: 'service', intent: 'refund', site: 'weibo' },
          scope: {},
          memory: null,
          transition: { kind: 'opened', by: 'earshot', reason: { spike: null, viral: null } },
          posts: [],
        }),
      );
    } finally {
      await store.close();
    }
    const out = join(dataDir, 'look');
    const { text } = await alerted('preview', '1', '--out', out);
    expect(text.trim().split('\n')).toEqual(['html', 'txt', 'eml'].map((end) => join(out, `incident-1-pr.${end}`)));
    const mail = await PostalMime.parse(await readFile(join(out, 'incident-1-pr.eml')));
    expect(mail.to?.[0]?.address).toBe('pr@acme.test');
    expect(mail.subject).toMatch(/^\[4\/5\] Acme 退款/);
    expect(await readFile(join(out, 'incident-1-pr.txt'), 'utf8')).toContain('Call the guest');
    const { text: english } = await alerted('preview', '1', '--to', 'ann', '--out', out);
    expect(await readFile(english.split('\n')[0]!, 'utf8')).toContain('Acknowledge');
    const muted = (...words: string[]) => run(words[0] === 'mute' ? mute : unmute, [...words, '--config', config]);
    expect((await muted('mute', '1', '--until-grows', '3')).text).toBe(
      'incident 1 muted until it is 3 times as large; earshot unmute 1 ends it\n',
    );
    expect((await muted('unmute', '1')).text).toBe('incident 1: no longer muted\n');
    await expect(muted('unmute', '1')).rejects.toThrow('incident 1 is not muted');
    await expect(muted('mute', '1')).rejects.toThrow('say --until or --until-grows');
    await expect(muted('mute', '1', '--until-grows', '1')).rejects.toThrow('must be a number above 1');
    const page = join(out, 'brief.html');
    const told = async (...words: string[]) => (await run(brief, ['brief', ...words, '--config', config])).text;
    expect(await told('1', '--lang', 'zh', '--out', page)).toBe(`${page}\n`);
    expect(await readFile(page, 'utf8')).toContain('事件简报');
    await expect(told('7')).rejects.toThrow('there is no incident 7');
    await expect(told('1', '--lang', 'fr')).rejects.toThrow('must be zh or en');
    await expect(alerted('preview', '2')).rejects.toThrow('there is no incident 2');
    await expect(alerted('preview', 'one')).rejects.toThrow('"one" is not the number of an incident');
    await expect(alerted('preview', '1', '--to', 'eve')).rejects.toThrow(
      'there is no recipient "eve"; recipients: ann, pr',
    );
  }, 120_000);

  it('test goes over every real channel, says what was answered, and fails where one refuses', async () => {
    await using smtp = await startSmtp({
      onRcpt: (address) => {
        if (address.startsWith('gone')) throw smtpError(550, 'no such user here');
      },
    });
    let body: unknown = { code: 0, msg: 'success' };
    await using feishu = await startHook(() => ({ body }));
    await writeFile(join(config, 'smtp-url'), `smtp://127.0.0.1:${smtp.port}`);
    await writeFile(join(config, 'hook-url'), feishu.url);
    await settings(
      `mail: {smtp: {url: {file: ${file('smtp-url')}}}}\nrecipients:\n` +
        `  pr: {name: 公关, email: pr@acme.test, language: zh, feishu: {url: {file: ${file('hook-url')}}}}\n` +
        '  old: {name: Old, email: gone@acme.test}\n',
    );
    const both = await alerted('test', '--to', 'pr');
    expect(both.text).toMatch(/^mail: taken: 250 .*\nfeishu: taken: \{"code":0,"msg":"success"\}\n$/);
    expect(both.exitCode).toBe(0);
    expect(smtp.received[0]?.mail.subject).toContain('【测试】');
    expect(feishu.posted[0]?.body).toContain('【测试】');
    const refused = await alerted('test', '--to', 'old');
    expect(refused.text).toMatch(/^mail: refused: SMTP: .*550 no such user here/);
    expect(refused.exitCode).toBe(1);
    body = { code: 19001, msg: 'token is invalid' };
    const alone = await alerted('test', '--to', 'pr', '--channel', 'feishu');
    expect(alone).toMatchObject({ text: 'feishu: refused: Feishu answered 19001: token is invalid\n', exitCode: 1 });
    await expect(alerted('test', '--to', 'pr', '--channel', 'slack')).rejects.toThrow('channels: mail, feishu');
  }, 60_000);

  it('test says that mails are only written where there is no SMTP', async () => {
    await settings('recipients: {ann: {name: Ann, email: ann@acme.test}}\n', join(config, 'data'));
    const { text, exitCode } = await alerted('test', '--to', 'ann');
    expect(text).toMatch(/^mail: written, since SMTP is not set up: .*\.eml\n$/);
    expect(exitCode).toBe(0);
  });
});
