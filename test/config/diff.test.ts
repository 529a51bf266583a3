import { expect, test } from 'vitest';
import { diffConfigs } from '../../src/config/diff.ts';
import { type Files, load } from './support.ts';

async function diff(before: Files, after: Files, env: [object, object] = [{}, {}]): Promise<string[]> {
  return diffConfigs(await load(before, { ...env[0] }), await load(after, { ...env[1] }));
}

const blog = (more: string) => ({ 'targets/blog.yaml': `crawler: search\n${more}\n` });
const settings = (more: string) => ({ 'earshot.yaml': `service: {contact: ops@acme.test}\n${more}\n` });
const brand = (more: string) => ({ 'brands/acme.yaml': `name: Acme\n${more}\n` });

test('nothing changed', async () => {
  expect(await diff({}, {})).toEqual([]);
});

test('the same said in other words is no change', async () => {
  expect(await diff(blog('schedule: every 30 min'), blog('schedule: "*/30 * * * *"'))).toEqual([]);
  expect(
    await diff(blog('options: {words: [a]}\npaused: false'), blog('paused: false\noptions: {words: [a]}')),
  ).toEqual([]);
});

test.each([
  ['schedule: every 30 min', 'schedule: every 10 min', 'target blog: schedule: every 30 min → every 10 min'],
  [
    'schedule: every day at 07:30',
    'schedule: 0 8 * * 1-5',
    'target blog: schedule: every day at 07:30 → "0 8 * * 1-5"',
  ],
  ['', 'paused: true', 'target blog: paused: false → true'],
  ['', 'site: acme.test', 'target blog: site: none → "acme.test"'],
  ['options: {words: [a, b]}', 'options: {words: [a, c]}', 'target blog: options.words: + "c", − "b"'],
  ['options: {words: [a, b]}', 'options: {words: [b, a]}', 'target blog: options.words: another order'],
  ['options: {words: [a]}', '', 'target blog: options.words: ["a"] → none'],
])('target: %s → %s', async (before, after, line) => {
  expect(await diff(blog(before), blog(after))).toEqual([line]);
});

test('what came and went', async () => {
  const rivals = { 'brands/bolt.yaml': 'name: Bolt\n', 'targets/bolt.yaml': 'crawler: search\nbrands: [bolt]\n' };
  const own = blog('brands: [acme]');
  expect(await diff(own, { ...own, ...rivals })).toEqual(['brand bolt: added', 'target bolt: added']);
  expect(await diff({ ...own, ...rivals }, own)).toEqual(['brand bolt: removed', 'target bolt: removed']);
});

test('brands, with their terms as words', async () => {
  const after = brand(
    'terms: [Acme, 阿克米, {term: 小米, not_in: [小米粥]}]\nrole: competitor\nplaybook: {refund: [Pay]}',
  );
  expect(await diff(brand('terms: [Acme, Akme]'), after)).toEqual([
    'brand acme: role: "own" → "competitor"',
    'brand acme: terms: + "阿克米", + {"term":"小米","notIn":["小米粥"],"caseSensitive":false}, − "Akme"',
    'brand acme: playbook.refund: none → ["Pay"]',
  ]);
});

test('settings, down to the key that differs', async () => {
  const people = 'recipients: {pr: {name: PR, email: pr@b.test}}\n';
  const before = settings(`${people}alerts: {a: {}}\ndigests: {d: {at: "08:00"}}`);
  const after = settings(
    `${people}alerts: {a: {min_severity: 3, quiet_hours: {from: "22:00", to: "07:00"}}}\ndigests: {d: {at: "09:15"}}\ndetect: {false_alarms_per_month: 2}\nweb: {port: 9000}`,
  );
  expect(await diff(before, after)).toEqual([
    'service: public_url: "http://localhost:8480" → "http://localhost:9000"',
    'web: port: 8480 → 9000',
    'detect: false_alarms_per_month: 1 → 2',
    'alert rule a: min_severity: 2 → 3',
    'alert rule a: quiet_hours: none → {"from":"22:00","to":"07:00","breakSeverity":4}',
    'digest rule d: cron: every day at 08:00 → every day at 09:15',
  ]);
});

test('secrets are told to have changed, and never shown', async () => {
  const smtp = settings('mail: {smtp: {url: {env: SMTP_URL}}}');
  const other = settings('mail: {smtp: {url: {env: OTHER_URL}}}');
  const A = 'smtp://me:hunter2@a.test';
  const B = 'smtp://me:hunter3@b.test';
  const found = [
    await diff(smtp, smtp, [{ SMTP_URL: A }, { SMTP_URL: A }]),
    await diff(smtp, smtp, [{ SMTP_URL: A }, { SMTP_URL: B }]),
    await diff(smtp, other, [{ SMTP_URL: A }, { OTHER_URL: A }]),
    await diff(smtp, smtp, [{ SMTP_URL: A }, {}]),
  ];
  expect(found).toEqual([
    [],
    ['mail: smtp.url: another value'],
    ['mail: smtp.url: environment variable SMTP_URL → environment variable OTHER_URL'],
    ['mail: smtp: {"url":"[secret: environment variable SMTP_URL]"} → none'],
  ]);
});
