import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBrands, loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { CRAWLERS, load, makeDir } from './support.ts';

describe('rosters and escalations', () => {
  const HEAD = `service: {contact: a@b.test, timezone: Asia/Shanghai}
recipients: {ann: {name: Ann, email: a@b.test}, ben: {name: Ben, email: b@b.test}, eve: {name: Eve, email: e@b.test}}
`;
  const alertsOf = async (rule: string) => await load({ 'earshot.yaml': `${HEAD}alerts: {a: ${rule}}\n` });

  test('seven days, each with its people; nobody else is told unless named', async () => {
    const rule = '{on_call: {weekdays: [ann], friday: [eve], weekend: [ben], from: "09:00"}}';
    const { alerts, warnings } = await alertsOf(rule);
    expect(alerts).toMatchObject([
      {
        recipients: [],
        onCall: {
          timezone: 'Asia/Shanghai',
          from: '09:00',
          days: [['ben'], ['ann'], ['ann'], ['ann'], ['ann'], ['eve'], ['ben']],
        },
      },
    ]);
    expect(warnings.map(({ code }) => code)).not.toContain('W103');
    const named = await alertsOf('{recipients: [eve], on_call: {weekdays: [ann], timezone: Europe/London}}');
    expect(named.alerts).toMatchObject([{ recipients: ['eve'], onCall: { timezone: 'Europe/London' } }]);
  });

  test('a day on which nobody is told is said', async () => {
    const { warnings } = await alertsOf('{on_call: {weekdays: [ann]}}');
    expect(warnings.filter(({ code }) => code === 'W110').map(({ message }) => message)).toEqual([
      'nobody is on call on Sundays, Saturdays',
    ]);
  });

  test('whom it is escalated to', async () => {
    const { alerts } = await alertsOf('{recipients: [ann], escalate: {after_minutes: 30, to: [ben]}}');
    expect(alerts).toMatchObject([{ recipients: ['ann'], escalate: { afterMinutes: 30, to: ['ben'] } }]);
  });
});

describe('what is written', () => {
  test('reaches the program under its own names', async () => {
    const config = await load({
      'earshot.yaml': `
service: {contact: https://acme.test/bot, name: 听风, public_url: "https://ear.acme.test/x/", user_agent: AcmeBot/1, data_dir: /var/lib/earshot, authors: plain}
web: {host: 0.0.0.0, port: 0}
mail: {from: "Acme <ear@acme.test>"}
recipients: {pr: {name: 公关部, email: pr@acme.test, language: zh}, boss: {name: Boss, email: boss@acme.test}}
alerts:
  severe: {brands: all, recipients: [pr], min_severity: 3, quiet_hours: {from: "22:00", to: "08:00", break_severity: 5}, cooldown_minutes: 0}
digests:
  weekly: {brands: [bolt], recipients: [boss], cron: "0 9 * * mon"}
  noon: {recipients: all, at: "12:05"}
detect:
  false_alarms_per_month: 0.5
  expected: [{name: 双十一, from: 2026-11-11, to: 2026-11-12, brands: all}]
`,
      'brands/bolt.yaml': 'name: Bolt\nrole: competitor\n',
      'brands/acme.yaml': `
name: 阿克米
terms: [Acme, {term: 小米, not_in: [小米粥], case_sensitive: true}]
query: (Acme OR 小米) NEAR/5 refund
exclude: [Acme Corp]
accounts: [{site: weibo, author: acme官方}]
playbook: {refund: [Call them], default: [Stay calm]}
viral_threshold: 50
`,
      'targets/blog.yaml': `
targets:
  one: {crawler: search, options: {words: [a]}, site: acme.test, paused: true, max_pages: 3, backfill_days: 0, allow_hosts: ["127.0.0.1:8080"], requests_per_minute: 0.5}
  two: {crawler: search, about: bolt, brands: [bolt, acme]}
`,
    });
    expect(config).toMatchObject({
      service: {
        name: '听风',
        publicUrl: 'https://ear.acme.test/x',
        contact: 'https://acme.test/bot',
        userAgent: 'AcmeBot/1',
        dataDir: '/var/lib/earshot',
        authors: 'plain',
      },
      web: { host: '0.0.0.0', port: 0 },
      mail: { from: 'Acme <ear@acme.test>', smtp: null },
      recipients: [
        { id: 'pr', name: '公关部', email: 'pr@acme.test', language: 'zh', timezone: 'UTC' },
        { id: 'boss', language: 'en' },
      ],
      alerts: [
        {
          id: 'severe',
          brands: ['acme', 'bolt'],
          recipients: ['pr'],
          minSeverity: 3,
          quietHours: { from: '22:00', to: '08:00', breakSeverity: 5 },
          cooldownMinutes: 0,
        },
      ],
      digests: [
        { id: 'weekly', brands: ['bolt'], recipients: ['boss'], cron: '0 9 * * mon' },
        { id: 'noon', brands: ['acme'], recipients: ['pr', 'boss'], cron: '5 12 * * *' },
      ],
      detect: {
        falseAlarmsPerMonth: 0.5,
        expected: [
          {
            name: '双十一',
            brands: ['acme', 'bolt'],
            start: new Date('2026-11-11T00:00:00Z'),
            end: new Date('2026-11-13T00:00:00Z'),
            factor: 3,
          },
        ],
      },
    });
    expect(config.brands[0]).toEqual({
      id: 'acme',
      name: '阿克米',
      role: 'own',
      terms: [
        { term: 'Acme', notIn: [], caseSensitive: false },
        { term: '小米', notIn: ['小米粥'], caseSensitive: true },
      ],
      query: '(Acme OR 小米) NEAR/5 refund',
      exclude: ['Acme Corp'],
      accounts: [{ site: 'weibo', author: 'acme官方' }],
      aspects: {},
      playbook: { refund: ['Call them'], default: ['Stay calm'] },
      viralThreshold: 50,
    });
    expect(config.targets).toEqual([
      {
        id: 'one',
        crawler: 'search',
        options: { words: ['a'] },
        schedule: '*/30 * * * *',
        timezone: 'UTC',
        brands: ['acme', 'bolt'],
        site: 'acme.test',
        paused: true,
        maxPages: 3,
        backfillDays: 0,
        allowHosts: ['127.0.0.1:8080'],
        requestsPerMinute: 0.5,
      },
      expect.objectContaining({ id: 'two', about: 'bolt', brands: ['bolt', 'acme'], options: {} }),
    ]);
  });

  test('without a registry, crawlers are taken at their word', async () => {
    const config = await load(
      { 'targets/blog.yaml': 'crawler: anything\noptions: {x: 1}\n' },
      {},
      { crawlers: undefined },
    );
    expect(config.targets[0]).toMatchObject({ crawler: 'anything', options: { x: 1 } });
  });

  test('aliases within a file are followed', async () => {
    const config = await load({
      'targets/blog.yaml':
        'targets:\n  a: {crawler: search, options: &o {words: [x]}}\n  b: {crawler: search, options: *o}\n',
    });
    expect(config.targets.map(({ options }) => options)).toEqual([{ words: ['x'] }, { words: ['x'] }]);
  });
});

describe('loadBrands', () => {
  test('needs nothing but the brands', async () => {
    const dir = await makeDir({ 'brands/bolt.yaml': 'name: Bolt\n', 'brands/acme.yaml': 'name: Acme\n' });
    expect((await loadBrands(dir)).map(({ id }) => id)).toEqual(['acme', 'bolt']);
    await expect(loadConfig(dir, {}, { crawlers: CRAWLERS })).rejects.toThrow(ConfigError);
  });

  test('tells what is wrong with them', async () => {
    const dir = await makeDir({ 'brands/acme.yaml': 'nam: Acme\n' });
    await expect(loadBrands(dir)).rejects.toThrow(
      /brands\/acme\.yaml:1:1: unknown key "nam".*did you mean "name"\? \[E201\]/,
    );
    await expect(loadBrands(join(dir, 'nowhere'))).rejects.toThrow(/\[E101\]/);
  });
});
