import { describe, expect, test } from 'vitest';
import { KEEP_ALL } from '../e2e/support.ts';
import { load } from './support.ts';

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
