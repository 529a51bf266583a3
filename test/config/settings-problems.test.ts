/** Every kind of mistake in `earshot.yaml`, with its exact place and words. */
import { describe, expect, test } from 'vitest';
import { problems } from './support.ts';

const HEAD = 'service:\n  contact: ops@acme.test\n';

/** The problems of an `earshot.yaml` of `HEAD` and more lines; the first of these is line 3. */
function settings(more: string): Promise<string[]> {
  return problems({ 'earshot.yaml': HEAD + more });
}

describe('keys', () => {
  test.each([
    [
      'extra: 1\n',
      'earshot.yaml:3:1: unknown key "extra"; allowed: service, web, mail, recipients, alerts, digests, operators, users, sites, detect, retention [E201]',
    ],
    [
      '  publicUrl: https://x.test\n',
      'earshot.yaml:3:3: unknown key "publicUrl" in service; allowed: name, timezone, public_url, contact, user_agent, data_dir, authors, author_hash_key, reading_threads; did you mean "public_url"? [E201]',
    ],
    [
      'mail: {form: a@b.test}\n',
      'earshot.yaml:3:8: unknown key "form" in mail; allowed: from, smtp; did you mean "from"? [E201]',
    ],
    ['web:\n  port: 1\n  port: 2\n', 'earshot.yaml:5:3: "port" is given twice in the same map [E106]'],
    ['web:\n', 'earshot.yaml:3:1: web is empty; allowed: a map with the keys host, port, trusted_proxies, oidc [E203]'],
    [
      'recipients:\n  pr:\n    name: PR\n',
      'earshot.yaml:5:5: recipients.pr: there is no way to reach this recipient; allowed: one or more of email, slack, feishu, webhook [E208]',
    ],
    [
      'users:\n  lin:\n    name: Lin\n    role: reader\n',
      'earshot.yaml:5:5: users.lin: there is no way for this user to sign in; allowed: password, email, or both [E208]',
    ],
    [
      'users:\n  lin: {name: Lin, role: reader, password: hunter2hunter2}\n',
      'earshot.yaml:4:44: users.lin.password: this is not the hash of a password; allowed: a hash as `earshot user add` writes it, beginning with $scrypt$ [E206]',
    ],
    [
      'web: {trusted_proxies: [10.0.0.0/33]}\n',
      'earshot.yaml:3:25: web.trusted_proxies[0]: "10.0.0.0/33" is neither an address nor a range; allowed: an address such as 10.0.0.5, or a range such as 10.0.0.0/8 [E206]',
    ],
    ['mail:\n  smtp: {}\n', 'earshot.yaml:4:3: mail.smtp.url is missing; allowed: {env: NAME} or {file: PATH} [E202]'],
  ])('%j', async (more, problem) => expect(await settings(more)).toEqual([problem]));

  test('a key that is missing because it is misspelt is one mistake', async () => {
    expect(await settings('recipients:\n  pr: {name: PR, emial: pr@acme.test}\n')).toEqual([
      'earshot.yaml:4:18: unknown key "emial" in recipients.pr; allowed: name, email, slack, feishu, webhook, language, timezone; did you mean "email"? [E201]',
    ]);
  });

  test('what the whole file must have', async () => {
    expect(await problems({ 'earshot.yaml': 'web: {port: 80}\n' })).toEqual([
      'earshot.yaml:1:1: service is missing; allowed: a map with the keys name, timezone, public_url, contact, user_agent, data_dir, authors, author_hash_key, reading_threads [E202]',
    ]);
    expect(await problems({ 'earshot.yaml': 'service:\n  name: x\n' })).toEqual([
      'earshot.yaml:1:1: service.contact is missing; allowed: a mail address or a URL [E202]',
    ]);
  });

  test('a file that is no map', async () => {
    expect(await problems({ 'earshot.yaml': '- a\n' })).toEqual([
      'earshot.yaml:1:1: the file must be a map of keys, not a list; allowed: a map with the keys service, web, mail, recipients, alerts, digests, operators, users, sites, detect, retention [E203]',
    ]);
  });
});

describe('types', () => {
  test.each([
    [
      '  name: 360\n',
      'earshot.yaml:3:9: service.name must be a text, not 360; allowed: a text of 1 to 60 characters on one line; put it in quotes: "360" [E203]',
    ],
    [
      'web: {port: "80"}\n',
      'earshot.yaml:3:13: web.port must be a number, not "80"; allowed: a whole number from 0 to 65535 [E203]',
    ],
    [
      'web: {port: 80.5}\n',
      'earshot.yaml:3:13: web.port must be a whole number, not 80.5; allowed: a whole number from 0 to 65535 [E203]',
    ],
    [
      'web: {port: .nan}\n',
      'earshot.yaml:3:13: web.port must be a number, not NaN; allowed: a whole number from 0 to 65535 [E203]',
    ],
    [
      'detect: 3\n',
      'earshot.yaml:3:9: detect must be a map of keys, not 3; allowed: a map with the keys false_alarms_per_month, expected [E203]',
    ],
    ['recipients: [a]\n', 'earshot.yaml:3:13: recipients must be a map of keys, not a list; allowed: a map [E203]'],
  ])('%j', async (more, problem) => expect(await settings(more)).toEqual([problem]));
});

describe('values', () => {
  test.each([
    [
      'web: {port: 99999}\n',
      'earshot.yaml:3:13: web.port is too large: 99999; allowed: a whole number from 0 to 65535 [E204]',
    ],
    [
      'web: {port: -1}\n',
      'earshot.yaml:3:13: web.port is too small: -1; allowed: a whole number from 0 to 65535 [E204]',
    ],
    [
      'detect: {false_alarms_per_month: 0}\n',
      'earshot.yaml:3:34: detect.false_alarms_per_month is too small: 0; allowed: a number above 0, at most 100 [E204]',
    ],
    ['  data_dir: ""\n', 'earshot.yaml:3:13: service.data_dir is empty; allowed: a text [E204]'],
    [
      '  authors: plan\n',
      'earshot.yaml:3:12: service.authors cannot be "plan"; allowed: hashed, plain; did you mean "plain"? [E205]',
    ],
    [
      '  timezone: Asia/Beijing\n',
      'earshot.yaml:3:13: service.timezone: "Asia/Beijing" is not a time zone; allowed: an IANA time zone such as Asia/Shanghai, Europe/London or UTC; did you mean "Asia/Shanghai"? [E206]',
    ],
    [
      '  timezone: "+08:00"\n',
      'earshot.yaml:3:13: service.timezone: "+08:00" is not a time zone; allowed: an IANA time zone such as Asia/Shanghai, Europe/London or UTC [E206]',
    ],
    [
      '  public_url: earshot.acme.test\n',
      'earshot.yaml:3:15: service.public_url: "earshot.acme.test" is not a web address; allowed: a URL such as https://earshot.example.com, without ? or # [E206]',
    ],
    [
      '  public_url: javascript:alert(1)\n',
      'earshot.yaml:3:15: service.public_url: "javascript:alert(1)" is not a web address; allowed: a URL such as https://earshot.example.com, without ? or # [E206]',
    ],
    [
      '  user_agent: "a\\r\\nX-Evil: 1"\n',
      'earshot.yaml:3:15: service.user_agent: the text has line breaks or control characters; allowed: a text of 1 to 300 characters on one line [E206]',
    ],
    [
      'mail: {from: nobody}\n',
      'earshot.yaml:3:14: mail.from: "nobody" is not a sender; allowed: name@example.com or "Name <name@example.com>" [E206]',
    ],
    [
      'mail: {from: "A <a@b.test>\\r\\nBcc: x@y.test"}\n',
      'earshot.yaml:3:14: mail.from: "A <a@b.test>\\r\\nBcc: x@y.test" is not a sender; allowed: name@example.com or "Name <name@example.com>" [E206]',
    ],
    [
      'recipients:\n  pr: {name: PR, email: pr(at)acme.test}\n',
      'earshot.yaml:4:25: recipients.pr.email: "pr(at)acme.test" is not a mail address; allowed: a mail address such as name@example.com [E206]',
    ],
    [
      'recipients:\n  PR Desk: {name: PR, email: pr@acme.test}\n',
      'earshot.yaml:4:3: recipients."PR Desk": "PR Desk" cannot be an id; allowed: lower-case letters, digits and "-", at most 64; did you mean "pr-desk"? [E206]',
    ],
    [
      'recipients:\n  pr: {name: PR, email: pr@acme.test, language: cn}\n',
      'earshot.yaml:4:49: recipients.pr.language cannot be "cn"; allowed: en, zh [E205]',
    ],
  ])('%j', async (more, problem) => expect(await settings(more)).toEqual([problem]));

  test('the contact must reach somebody', async () => {
    expect(await problems({ 'earshot.yaml': 'service:\n  contact: me\n' })).toEqual([
      'earshot.yaml:2:12: service.contact: "me" reaches nobody; allowed: a mail address or a URL [E206]',
    ]);
  });
});

describe('rules', () => {
  const rule = (keys: string) =>
    settings(`recipients: {pr: {name: PR, email: pr@acme.test}}\nalerts:\n  a: {${keys}}\n`);
  const digest = (keys: string) =>
    settings(`recipients: {pr: {name: PR, email: pr@acme.test}}\ndigests:\n  d: {${keys}}\n`);

  test.each([
    [
      'brands: onw',
      'earshot.yaml:5:15: alerts.a.brands cannot be "onw"; allowed: own, all, or a list of brand ids; did you mean "own"? [E205]',
    ],
    [
      'brands: acme',
      'earshot.yaml:5:15: alerts.a.brands cannot be "acme"; allowed: own, all, or a list of brand ids [E205]',
    ],
    ['brands: []', 'earshot.yaml:5:15: alerts.a.brands is empty; allowed: own, all, or a list of brand ids [E204]'],
    [
      'brands: 3',
      'earshot.yaml:5:15: alerts.a.brands must be a text, not 3; allowed: own, all, or a list of brand ids; put it in quotes: "3" [E203]',
    ],
    [
      'brands: [acme, akme]',
      'earshot.yaml:5:22: alerts.a.brands[1]: there is no brand "akme"; allowed: acme; did you mean "acme"? [E301]',
    ],
    [
      'recipients: [pr, prr]',
      'earshot.yaml:5:24: alerts.a.recipients[1]: there is no recipient "prr"; allowed: pr; did you mean "pr"? [E302]',
    ],
    [
      'recipients: pr',
      'earshot.yaml:5:19: alerts.a.recipients cannot be "pr"; allowed: all, or a list of recipient ids [E205]',
    ],
    [
      'min_severity: 6',
      'earshot.yaml:5:21: alerts.a.min_severity is too large: 6; allowed: a whole number from 1 to 5 [E204]',
    ],
    [
      'quiet_hours: {from: "24:00", to: "08:00"}',
      'earshot.yaml:5:27: alerts.a.quiet_hours.from: "24:00" is not a time of day; allowed: a time of day from "00:00" to "23:59" [E206]',
    ],
    [
      'quiet_hours: {from: "22:00"}',
      'earshot.yaml:5:7: alerts.a.quiet_hours.to is missing; allowed: a time of day from "00:00" to "23:59" [E202]',
    ],
    [
      'quiet_hours: {from: "22:00", to: "22:00"}',
      'earshot.yaml:5:40: alerts.a.quiet_hours.to: from and to are the same time; allowed: a time of day from "00:00" to "23:59" [E208]',
    ],
    [
      'cooldown_minutes: soon',
      'earshot.yaml:5:25: alerts.a.cooldown_minutes must be a number, not "soon"; allowed: a whole number from 0 to 10080 [E203]',
    ],
  ])('alert %s', async (keys, problem) => expect(await rule(keys)).toEqual([problem]));

  test.each([
    [
      'at: 800',
      'earshot.yaml:5:11: digests.d.at must be a text, not 800; allowed: a time of day from "00:00" to "23:59"; put it in quotes: "800" [E203]',
    ],
    [
      'cron: 0 8 * *',
      'earshot.yaml:5:13: digests.d.cron: "0 8 * *" is not a cron expression: it has 4 fields; allowed: a cron expression of five fields, such as "0 8 * * 1-5" [E206]',
    ],
    [
      'cron: 0 0 8 * * *',
      'earshot.yaml:5:13: digests.d.cron: "0 0 8 * * *" has not five fields; allowed: a cron expression of five fields, such as "0 8 * * 1-5" [E206]',
    ],
    [
      'at: "08:00", cron: 0 8 * * *',
      'earshot.yaml:5:26: digests.d.cron: at and cron are both given; allowed: one of the two [E208]',
    ],
    ['brands: [nobody]', 'earshot.yaml:5:16: digests.d.brands[0]: there is no brand "nobody"; allowed: acme [E301]'],
  ])('digest %s', async (keys, problem) => expect(await digest(keys)).toEqual([problem]));

  const cause = (keys: string) => settings(`detect:\n  expected:\n    - {name: Sale, ${keys}}\n`);
  test.each([
    [
      'from: 2026-02-30, to: 2026-03-01',
      'earshot.yaml:5:26: detect.expected[0].from: "2026-02-30" is not a day; allowed: a day such as 2026-11-11 [E206]',
    ],
    [
      'from: 2026-02-02, to: 2026-02-01',
      'earshot.yaml:5:42: detect.expected[0].to: the last day comes before the first; allowed: a day such as 2026-11-11 [E208]',
    ],
    [
      'from: 2026-02-02, to: 2026-02-03, brands: [bolt]',
      'earshot.yaml:5:63: detect.expected[0].brands[0]: there is no brand "bolt"; allowed: acme [E301]',
    ],
  ])('expected cause %s', async (keys, problem) => expect(await cause(keys)).toEqual([problem]));

  test('a recipient where there are none', async () => {
    expect(await settings('alerts: {a: {recipients: [pr]}}\n')).toEqual([
      'earshot.yaml:3:27: alerts.a.recipients[0]: there is no recipient "pr"; allowed: none, since no recipient is configured [E302]',
    ]);
  });
});

describe('secrets', () => {
  test.each([
    [
      'mail: {smtp: {url: "smtp://me:hunter2@host"}}\n',
      'earshot.yaml:3:20: mail.smtp.url is a secret and must not be written in the file; allowed: {env: NAME} or {file: PATH} [E207]',
    ],
    [
      '  author_hash_key: hunter2\n',
      'earshot.yaml:3:20: service.author_hash_key is a secret and must not be written in the file; allowed: {env: NAME} or {file: PATH} [E207]',
    ],
    [
      'mail: {smtp: {url: {env: "smtp://me:hunter2@host"}}}\n',
      'earshot.yaml:3:26: mail.smtp.url.env: this is not a variable name; allowed: the name of an environment variable, such as SMTP_URL [E206]',
    ],
    [
      'mail: {smtp: {url: {}}}\n',
      'earshot.yaml:3:20: mail.smtp.url: exactly one of env and file must be given; allowed: {env: NAME} or {file: PATH} [E208]',
    ],
    [
      'mail: {smtp: {url: {env: A, file: b}}}\n',
      'earshot.yaml:3:20: mail.smtp.url: exactly one of env and file must be given; allowed: {env: NAME} or {file: PATH} [E208]',
    ],
  ])('%j', async (more, problem) => {
    const found = await settings(more);
    expect(found).toEqual([problem]);
    expect(found.join()).not.toContain('hunter2');
  });

  test('an SMTP URL that cannot be used is told without being repeated', async () => {
    const file = { 'earshot.yaml': `${HEAD}mail: {smtp: {url: {env: SMTP_URL}}}\n` };
    const end = 'allowed: smtp://user:password@host:587 or smtps://user:password@host:465 [E206]';
    const place = 'earshot.yaml:3:15: mail.smtp.url: environment variable SMTP_URL cannot be used';
    expect(await problems(file, { SMTP_URL: 'http://me:hunter2@host' })).toEqual([
      `${place}: it begins with neither smtp:// nor smtps://; ${end}`,
    ]);
    expect(await problems(file, { SMTP_URL: 'hunter2' })).toEqual([`${place}: it is not a URL; ${end}`]);
    expect(await problems(file, { SMTP_URL: 'smtp://' })).toEqual([`${place}: it names no host; ${end}`]);
    expect(await problems(file, { SMTP_URL: 'smtps://me:hunter2@host:465' })).toEqual([]);
  });
});
