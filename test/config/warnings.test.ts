/** What is allowed but probably not meant. */
import { expect, test } from 'vitest';
import { warnings } from './support.ts';

const HEAD = 'service:\n  contact: ops@acme.test\n';

test('a quiet configuration has none', async () => {
  expect(await warnings({})).toEqual([]);
});

test('no target at all', async () => {
  expect(await warnings({ 'targets/blog.yaml': 'targets: {}\n' })).toEqual([
    'targets:1:1: no target is configured, so nothing is crawled; add a file there [W101]',
  ]);
});

test('a brand that no target serves', async () => {
  expect(
    await warnings({
      'brands/bolt.yaml': '# a rival\nname: Bolt\n',
      'targets/blog.yaml': 'crawler: search\nbrands: [acme]\n',
    }),
  ).toEqual(['brands/bolt.yaml:2:1: no target serves brand "bolt"; name it under brands of a target [W102]']);
});

test('steps of a playbook that no alert would ever show', async () => {
  const brand =
    'name: Acme\naspects: {seats: [legroom]}\nplaybook:\n  refnd: [Pay]\n  seats: [Move]\n  price: [Look]\n  weather: [Wait]\n';
  expect(await warnings({ 'brands/acme.yaml': brand })).toEqual([
    'brands/acme.yaml:4:3: "refnd" is no aspect or intent: no alert shows these steps; did you mean "refund"? [W114]',
    'brands/acme.yaml:7:3: "weather" is no aspect or intent: no alert shows these steps [W114]',
  ]);
});

test('a recipient whom no rule reaches', async () => {
  const people = 'recipients:\n  pr: {name: PR, email: pr@b.test}\n  boss: {name: Boss, email: boss@b.test}\n';
  expect(await warnings({ 'earshot.yaml': `${HEAD}${people}digests: {d: {recipients: [pr]}}\n` })).toEqual([
    'earshot.yaml:5:3: no rule reaches recipient "boss"; name it in an alert or digest rule [W103]',
  ]);
});

test('a secret that is not set here', async () => {
  const file = { 'earshot.yaml': `${HEAD}  author_hash_key: {env: KEY}\nmail:\n  smtp:\n    url: {env: SMTP_URL}\n` };
  expect(await warnings(file)).toEqual([
    'earshot.yaml:3:3: environment variable KEY is not set: posts cannot be stored from here [W104]',
    'earshot.yaml:6:11: environment variable SMTP_URL is not set: mails are written to the outbox folder, not sent [W104]',
  ]);
  expect(
    await warnings({ 'earshot.yaml': `${HEAD}  public_url: https://b.test\nmail: {smtp: {url: {file: /no/where}}}\n` }),
  ).toEqual([
    `earshot.yaml:4:21: file /no/where cannot be read (ENOENT: no such file or directory, open '/no/where'): mails cannot be sent from here [W104]`,
  ]);
});

test('links that lead the readers of mails to their own machine', async () => {
  const mail = 'mail: {smtp: {url: {env: SMTP_URL}}}\n';
  const env = { SMTP_URL: 'smtp://mail.test' };
  expect(await warnings({ 'earshot.yaml': HEAD + mail }, env)).toEqual([
    'earshot.yaml:1:1: links in mails lead to http://localhost:8480, which only this machine reaches; set service.public_url [W107]',
  ]);
  expect(await warnings({ 'earshot.yaml': `${HEAD}  public_url: https://ear.acme.test\n${mail}` }, env)).toEqual([]);
});

test('the contact of the example, once there is something to crawl', async () => {
  const settings = { 'earshot.yaml': 'service: {contact: "mailto:a@example.com"}\n' };
  const example = { 'earshot.yaml': 'service: {contact: https://example.com/bot}\n' };
  expect(await warnings(example)).toEqual([
    'earshot.yaml:1:11: "https://example.com/bot" is an example: owners of crawled sites could not reach you; set service.contact to your own address [W105]',
    'earshot.yaml:1:11: nobody is told when a target stops yielding: the contact is no mail address, and no operator is named; set operators to the ids of recipients [W109]',
  ]);
  expect(await warnings({ ...example, 'targets/blog.yaml': 'crawler: search\npaused: true\n' })).toHaveLength(1);
  expect(await warnings({ 'earshot.yaml': 'service: {contact: ops@notexample.com}\n' })).toEqual([]);
  await expect(warnings(settings)).rejects.toThrow(/reaches nobody/);
});

test('a step that never takes effect', async () => {
  expect(await warnings({ 'targets/blog.yaml': 'crawler: search\nschedule: "0 */30 * * *"\n' })).toEqual([
    'targets/blog.yaml:2:14: the step */30 is longer than its field, so it never takes effect; make the step smaller than the field [W106]',
  ]);
});

test('two targets that read the same', async () => {
  const file =
    'targets:\n  a: {crawler: search, options: {words: [x]}}\n  b: {crawler: search, options: {words: [x]}}\n';
  expect(await warnings({ 'targets/many.yaml': file })).toEqual([
    'targets/many.yaml:3:3: target "b" reads the same as target "a"; remove one of them [W108]',
  ]);
});

test('a schedule that does not fire within a year', async () => {
  expect(await warnings({ 'targets/blog.yaml': 'crawler: search\nschedule: "0 8 29 2 *"\n' })).toEqual([
    'targets/blog.yaml:2:1: the schedule "0 8 29 2 *" does not fire within a year; correct the schedule [W111]',
  ]);
  for (const schedule of ['0 8 28 2 *', '0 8 13 * 5', '0 8 * * 7', '*/5 8-18 1,15 */2 *', '0 8 * JAN MON']) {
    expect(await warnings({ 'targets/blog.yaml': `crawler: search\nschedule: "${schedule}"\n` })).toEqual([]);
  }
});
