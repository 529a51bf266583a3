import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBrands, loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { KEEP_ALL } from '../e2e/support.ts';
import { CRAWLERS, load, makeDir } from './support.ts';

describe('defaults', () => {
  test('of the least configuration', async () => {
    expect(await load()).toEqual({
      service: {
        name: 'Earshot',
        timezone: 'UTC',
        publicUrl: 'http://localhost:8480',
        contact: 'ops@acme.test',
        userAgent: null,
        dataDir: './data',
        authors: 'hashed',
        authorHashKey: null,
        readingThreads: null,
      },
      web: { host: '127.0.0.1', port: 8480, trustedProxies: [], oidc: null },
      users: [],
      mail: { from: 'Earshot <earshot@localhost.localdomain>', smtp: null },
      recipients: [],
      alerts: [],
      digests: [],
      hooks: new Map(),
      operators: [
        {
          id: '@contact',
          name: 'Operator',
          email: 'ops@acme.test',
          channels: ['mail'],
          language: 'en',
          timezone: 'UTC',
        },
      ],
      sites: [],
      detect: { falseAlarmsPerMonth: 1, expected: [] },
      retention: KEEP_ALL,
      brands: [
        {
          id: 'acme',
          name: 'Acme',
          role: 'own',
          terms: [{ term: 'Acme', notIn: [], caseSensitive: false }],
          exclude: [],
          accounts: [],
          aspects: {},
          playbook: {},
          viralThreshold: 500,
        },
      ],
      targets: [
        {
          id: 'blog',
          crawler: 'pages',
          options: { urls: ['https://acme.test/'], kind: 'post' },
          schedule: '*/30 * * * *',
          timezone: 'UTC',
          brands: ['acme'],
          paused: false,
          maxPages: 20,
          backfillDays: 30,
          allowHosts: [],
          requestsPerMinute: 20,
        },
      ],
      maps: new Map(),
      doors: [],
      warnings: [],
    });
  });

  test('of who is reached how; tokens stay secret', async () => {
    const yaml = `service: {contact: a@b.test}
recipients:
  pr: {name: PR, email: pr@b.test, slack: {url: {env: PR_SLACK}}}
  room: {name: 值班群, language: zh, feishu: {url: {env: ROOM}, secret: {env: ROOM_SECRET}}}
  desk: {name: Desk, webhook: {url: {env: DESK}, form: wecom}}
alerts: {a: {}, b: {recipients: [pr], channels: [slack]}, c: {recipients: [room], channels: [mail]}}
digests: {d: {recipients: [pr], channels: [mail, slack]}}
`;
    const { recipients, hooks, alerts, digests, warnings } = await load(
      { 'earshot.yaml': yaml },
      {
        PR_SLACK: 'https://hooks.example/T0/secret',
        ROOM: 'https://bot.example/x',
      },
    );
    expect(recipients.map(({ id, email, channels }) => [id, email, channels])).toEqual([
      ['pr', 'pr@b.test', ['mail', 'slack']],
      ['room', null, ['feishu']],
      ['desk', null, ['webhook']],
    ]);
    expect(hooks.get('pr')?.slack?.url.reveal('to post')).toBe('https://hooks.example/T0/secret');
    expect(JSON.stringify(hooks.get('pr'))).not.toContain('T0');
    expect(hooks.get('desk')?.webhook).toMatchObject({ form: 'wecom', secret: null });
    expect(alerts.map(({ channels }) => channels)).toEqual([undefined, ['slack'], ['mail']]);
    expect(digests[0]?.channels).toEqual(['mail', 'slack']);
    expect(warnings.filter(({ line }) => line > 1).map(({ code, line, message }) => [code, line, message])).toEqual([
      ['W104', 4, 'environment variable ROOM_SECRET is not set: nothing can be sent to room over feishu'],
      ['W104', 5, 'environment variable DESK is not set: nothing can be sent to desk over webhook'],
      ['W103', 6, 'none of its recipients can be reached over its channels: nobody is told'],
    ]);
  });

  test('that depend on other keys', async () => {
    const config = await load({
      'earshot.yaml':
        'service: {contact: a@b.test, timezone: Asia/Shanghai}\nweb: {port: 9000}\n' +
        'recipients: {pr: {name: PR, email: pr@b.test}, uk: {name: UK, email: uk@b.test, timezone: Europe/London}}\n' +
        'alerts: {a: {}}\ndigests: {d: {}}\n',
      'brands/bolt.yaml': 'name: Bolt\nrole: competitor\n',
      'targets/page.yaml': 'crawler: search\nabout: acme\n',
      'targets/uk.yaml': 'crawler: search\nschedule: every day at 07:30\ntimezone: Europe/London\nbrands: [bolt]\n',
    });
    expect(config.service.publicUrl).toBe('http://localhost:9000');
    expect(config.recipients.map(({ timezone }) => timezone)).toEqual(['Asia/Shanghai', 'Europe/London']);
    // Alerts and digests are about one's own brands unless they say otherwise.
    expect(config.alerts).toEqual([
      { id: 'a', brands: ['acme'], recipients: ['pr', 'uk'], minSeverity: 2, quietHours: null, cooldownMinutes: 60 },
    ]);
    expect(config.digests).toEqual([
      { id: 'd', brands: ['acme'], recipients: ['pr', 'uk'], cron: '0 8 * * *', period: 'day', channels: ['mail'] },
    ]);
    expect(config.targets.map(({ id, brands, timezone, schedule }) => ({ id, brands, timezone, schedule }))).toEqual([
      { id: 'blog', brands: ['acme', 'bolt'], timezone: 'Asia/Shanghai', schedule: '*/30 * * * *' },
      { id: 'page', brands: ['acme'], timezone: 'Asia/Shanghai', schedule: '*/30 * * * *' },
      { id: 'uk', brands: ['bolt'], timezone: 'Europe/London', schedule: '30 7 * * *' },
    ]);
  });
});

test('a weekly digest comes on Mondays unless a cron expression says otherwise', async () => {
  const { digests } = await load({
    'earshot.yaml': `service: {contact: a@b.test}
recipients: {ann: {name: Ann, email: a@b.test}}
digests: {a: {period: week}, b: {period: week, at: "07:15"}, c: {period: week, cron: "0 9 * * fri"}, d: {}}
`,
  });
  expect(digests.map(({ period, cron }) => [period, cron])).toEqual([
    ['week', '0 8 * * 1'],
    ['week', '15 7 * * 1'],
    ['week', '0 9 * * fri'],
    ['day', '0 8 * * *'],
  ]);
});

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
