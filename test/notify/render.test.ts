import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { LARGEST_HTML, type Mail, toStandaloneHtml } from '../../src/notify/mail/mail.ts';
import { renderAlert, renderBrief, renderDigest, renderTest } from '../../src/notify/render.ts';
import type { AlertView } from '../../src/notify/views/alert.ts';
import type { DigestView } from '../../src/notify/views/digest.ts';
import { BLIND, FIRST_DAY, OVERFULL, QUIET } from './digest-days.ts';
import { digestView } from './digest-views.ts';
import { alertView, BRIEF, ESCALATED, ONE_POST, READER_EN, READER_ZH, RESOLVED, WORSE } from './views.ts';

const ALERTS: Record<string, AlertView> = {
  opened: alertView(),
  worse: WORSE,
  'one-post': ONE_POST,
  resolved: RESOLVED,
  escalated: ESCALATED,
};
const DIGESTS: Record<string, DigestView> = {
  ordinary: digestView(),
  quiet: QUIET,
  blind: BLIND,
  'first-day': FIRST_DAY,
};
const TEST = { at: '2025-08-14T07:31:00.000Z', channel: 'mail' } as const;
const READERS = [READER_EN, READER_ZH];
const CASES = READERS.flatMap((reader) => [
  ...Object.entries(ALERTS).map(([name, view]) => ({
    name: `alert-${name}.${reader.language}`,
    render: () => renderAlert(view, reader),
  })),
  { name: `brief.${reader.language}`, render: () => renderBrief(BRIEF, reader) },
  { name: `test.${reader.language}`, render: () => renderTest(TEST, reader) },
  ...Object.entries(DIGESTS).map(([name, view]) => ({
    name: `digest-${name}.${reader.language}`,
    render: () => renderDigest(view, reader),
  })),
]);

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
const wordsOf = (mail: Mail): string => {
  const page = load(mail.html);
  page('head, style, body > div').remove();
  page('td, div, p, h1, h2, h3, li, a').append(' ');
  return squeeze(page('body').text());
};

test.each(CASES)('$name reads as it always did', async ({ name, render }) => {
  const mail = await render();
  await expect(`Subject: ${mail.subject}\n\n${mail.text}`).toMatchFileSnapshot(`../fixtures/notify/${name}.txt`);
});

test.each(READERS)('what is over does not tell $language readers that nothing goes on', async (reader) => {
  const spike = { ...RESOLVED.spike!, observed: { ...RESOLVED.spike!.observed, value: 0 } };
  const what = reader.language === 'zh' ? /^发生什么：/m : /^What:/m;
  expect((await renderAlert(RESOLVED, reader)).text).toMatch(what);
  expect((await renderAlert({ ...RESOLVED, spike }, reader)).text).not.toMatch(what);
  expect((await renderAlert(alertView({ spike }), reader)).text).toMatch(what);
});

test.each(CASES)('$name: HTML and text say the same', async ({ render }) => {
  const mail = await render();
  const shown = wordsOf(mail).replace(/[\s“”]/g, '');
  const alternative = (load(mail.html)('img').attr('alt') ?? '').replace(/\s/g, '');
  for (const line of mail.text.split('\n')) {
    const words = line
      .replace(/<https?:[^>]*>|https?:\S+/g, '')
      .replace(/^(==|--|\*|-|!|\d+\.)\s*|\s*==$/g, '')
      .replace(/[\s“”]/g, '');
    for (const part of words.split(/[:：()（）[\]·]/).filter((p) => p !== '' && !/^\d\/5/.test(p))) {
      expect(shown.includes(part) || alternative.includes(part), `“${part}” of “${line}”`).toBe(true);
    }
  }
});

test.each(CASES)('$name is made for mail programs', async ({ name, render }) => {
  const { html, text, subject } = await render();
  const page = load(html);
  expect(page('html').attr('lang')).toBe(name.endsWith('.zh') ? 'zh-CN' : 'en');
  expect(page('title').text()).toBe(subject);
  expect(page('h1')).toHaveLength(1);
  expect(page('meta[name="color-scheme"]').attr('content')).toBe('light dark');
  expect(page('style').text()).toContain('prefers-color-scheme:dark');
  expect(page('script, iframe, form, link, object, video, svg')).toHaveLength(0);
  page('table').each((_, table) => expect(page(table).attr('role')).toBe('presentation'));
  page('img').each((_, img) => expect(page(img).attr('alt')).toMatch(/./));
  page('a').each((_, a) => expect(page(a).attr('href')).toMatch(/^https?:\/\//));
  expect(Buffer.byteLength(html)).toBeLessThan(LARGEST_HTML);
  expect(`${html}${text}${subject}`).not.toMatch(/undefined|NaN|\[object|Infinity|null\b/);
  expect(name.endsWith('.en') || !/[A-Za-z]{4,}/.test(subject.replace(/Acme|Weibo|Earshot|^Re:.*/g, ''))).toBe(true);
});

test('beside the first mail’s subject, an inbox shows what has become of it', async () => {
  const { html, subject } = await renderAlert(WORSE, READER_EN);
  expect(subject).toMatch(/^Re: \[3\/5\]/);
  expect(load(html)('body > div').first().text()).toMatch(/^Severity 3\/5 → 4\/5 · /);
  const { html: first } = await renderAlert(alertView(), READER_EN);
  expect(load(first)('body > div').first().text()).toMatch(/^41 negative posts in 2 h/);
});

test('an overfull digest is cut down until mail programs show all of it', async () => {
  for (const reader of READERS) {
    const mail = await renderDigest(OVERFULL, reader);
    // With its pictures inside, as `earshot digest --out` writes it.
    expect(Buffer.byteLength(toStandaloneHtml(mail))).toBeLessThan(LARGEST_HTML);
    expect(mail.html).toContain('</html>');
  }
});

test('every counted number links to the rows behind it', async () => {
  const view = digestView();
  const { html } = await renderDigest(view, READER_EN);
  const page = load(html);
  const linked = new Map(
    page('a')
      .get()
      .map((a) => [page(a).attr('href')!.replace(READER_EN.publicUrl, ''), page(a).text()]),
  );
  expect(linked.get('/evidence/mentions?n=412')).toBe('412');
  expect(linked.get('/evidence/net?n=-0.119')).toBe('−12');
  expect(linked.get('/evidence/unanswered?n=14')).toBe('14');
  expect(linked.get('/evidence/coverage?n=0.58')).toBe('58%');
  expect(linked.get('/evidence/bolt?n=0.33')).toBe('33%');
  page('a, h1, h2, h3, img, head, body > div, bdi').remove();
  const bare = squeeze(page('body').text()).match(/\d[\d,.]*/g) ?? [];
  // Without a link stand days and times, sizes of accounts, the intervals of what is usual, and the chart's axis.
  expect(
    bare.filter((n) => Number(n.replaceAll(',', '')) > 100 && n !== '128.4' && n !== '320' && n !== '2025'),
  ).toEqual(['412']);
});

test('times are the recipient’s, the day is the digest’s', async () => {
  expect((await renderAlert(alertView(), READER_EN)).text).toContain('Since: Thu 14 Aug, 07:02');
  expect((await renderAlert(alertView(), READER_ZH)).text).toContain('从何时起：8月14日 周四 14:02');
  expect((await renderDigest(digestView(), READER_EN)).text).toContain('The day and all times are Asia/Shanghai');
});

test('silence and blindness never look the same', async () => {
  const quiet = await renderDigest(QUIET, READER_EN);
  const blind = await renderDigest(BLIND, READER_EN);
  expect(quiet.text).toContain('Nobody mentioned Acme');
  expect(blind.text).toContain('this is not silence');
  expect(blind.text).not.toContain('Nobody mentioned');
  expect(blind.subject).not.toBe(quiet.subject);
});

test('days before anything was watched are not shown as silence', async () => {
  const view = digestView();
  const history = view.tracking.history.map((day, i) => (i < 20 ? { ...day, mentions: null, negative: null } : day));
  const { text } = await renderDigest({ ...view, tracking: { ...view.tracking, history } }, READER_EN);
  expect(text).toContain('mentions per day over 10 days');
  const alone = history.map((day, i) => (i < 29 ? { ...day, mentions: 0, negative: 0 } : day));
  const { attachments } = await renderDigest({ ...view, tracking: { ...view.tracking, history: alone } }, READER_EN);
  expect(attachments).toEqual([]);
});

test('the standalone page carries its pictures', async () => {
  const mail = await renderDigest(digestView(), READER_EN);
  expect(mail.html).toContain('src="cid:history@earshot"');
  const page = toStandaloneHtml(mail);
  expect(page).not.toContain('cid:');
  expect(load(page)('img').attr('src')).toMatch(/^data:image\/png;base64,iVBOR/);
});

test('where the number of posts itself is out of the ordinary, nobody is told that they are negative', async () => {
  const view = alertView({ spike: { ...alertView().spike!, counted: 'all' } });
  const english = await renderAlert(view, READER_EN);
  expect(english.subject).toBe('[3/5] Acme refunds: posts 6× normal, spreading (R 1.8) on Weibo');
  expect(english.text).toContain('What: 41 posts in 2 h');
  expect((await renderAlert(view, READER_ZH)).subject).toBe(
    '[3/5] Acme 退款：Weibo 帖子为平时 6 倍，正在扩散（R 1.8）',
  );
});

test('one negative post, one story, one expected: English counts as English does', async () => {
  const spike = alertView().spike!;
  const one = { value: 1, evidence: '/e' };
  const view = alertView({
    spike: { ...spike, observed: one, stories: one, expected: { ...spike.expected, value: 0.2, low: 0, high: 0 } },
  });
  const { subject, text } = await renderAlert(view, READER_EN);
  expect(subject).toBe('[3/5] Acme refunds: 1 negative post, normally 0, spreading (R 1.8) on Weibo');
  expect(text).toContain('1 negative post in 2 h');
  expect(text).toContain('1 separate story,');
});

test('bars of an hour are of an hour, in both languages', async () => {
  const hourly = alertView().chart.map((bin, index) => ({
    ...bin,
    start: new Date(Date.UTC(2025, 7, 12, index)).toISOString(),
  }));
  const view = alertView({ chart: hourly });
  expect((await renderAlert(view, READER_EN)).text).toContain('negative posts per hour:');
  expect((await renderAlert(view, READER_ZH)).text).toContain('每小时负面帖子数');
});

test('of many incidents the most severe are told, and how many others there are', async () => {
  const [one] = digestView().takingPart.incidents;
  const incidents = Array.from({ length: 40 }, (_, index) => ({
    ...one!,
    incidentId: String(index),
    severity: ((index % 5) + 1) as 1 | 2 | 3 | 4 | 5,
  }));
  const { text } = await renderDigest(digestView({ takingPart: { ...digestView().takingPart, incidents } }), READER_EN);
  const told = text.match(/^- \d\/5 .*98 negative posts/gm) ?? [];
  expect(told.length).toBeLessThanOrEqual(8);
  expect(told.every((line) => line.startsWith('- 5/5'))).toBe(true);
  expect(text).toContain(`and ${40 - told.length} more`);
});
