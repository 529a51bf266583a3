/** Posts and names of people who mean harm, in alerts, briefs and digests. */
import { type CheerioAPI, load } from 'cheerio';
import { expect, test } from 'vitest';
import { renderAlert, renderDigest } from '../../src/notify/render.ts';
import type { AlertView } from '../../src/notify/views/alert.ts';
import { digestView, PRAISE } from './digest-views.ts';
import { HOSTILE_NAMES, HOSTILE_POSTS } from './hostile.ts';
import { alertView, ENGLISH_POST, post, READER_EN, READER_ZH } from './views.ts';

const READERS = [READER_EN, READER_ZH];

const hostileAlert = alertView({
  brand: { id: 'acme', name: HOSTILE_NAMES[0]! },
  title: { aspect: HOSTILE_NAMES[2]!, intent: null, site: { id: 's', name: HOSTILE_NAMES[1]! } },
  change: { kind: 'acknowledged', at: alertView().change.at, by: HOSTILE_NAMES[6]!, note: HOSTILE_POSTS[1]!.text },
  state: 'acknowledged',
  posts: HOSTILE_POSTS,
  talkers: HOSTILE_NAMES.map((name) => ({
    author: { kind: 'person', name, followers: 1 },
    site: { id: name, name },
    posts: { value: 1, evidence: '/e' },
    label: 'neutral',
  })),
  steps: HOSTILE_POSTS.slice(0, 5).map(({ text }) => text),
});

function batches(): AlertView[] {
  return Array.from({ length: Math.ceil(HOSTILE_POSTS.length / 4) }, (_, i) => ({
    ...hostileAlert,
    posts: HOSTILE_POSTS.slice(i * 4, i * 4 + 4),
  }));
}

test.each(READERS)('hostile posts stay text ($language)', async (reader) => {
  const honest = load((await renderAlert(alertView(), reader)).html);
  const tags = (page: CheerioAPI) =>
    new Set(
      page('*')
        .map((_, element) => page(element).prop('tagName'))
        .get(),
    );
  for (const view of batches()) {
    const { html, subject, text } = await renderAlert(view, reader);
    const page = load(html);
    expect([...tags(page)].filter((tag) => !tags(honest).has(tag))).toEqual([]);
    page('*').each((_, element) => {
      const names = Object.keys(page(element).attr() ?? {});
      expect(names.filter((name) => name.startsWith('on'))).toEqual([]);
    });
    page('a').each((_, a) =>
      expect(new URL(page(a).attr('href')!).host).toMatch(/^(earshot\.example\.com|ok\.example|weibo\.example)$/),
    );
    expect(subject).not.toMatch(/[\r\n\u202A-\u202E\u2066-\u2069]/);
    expect(text).not.toMatch(/[\x00-\x08\x0E-\x1F]/);
    expect(text).not.toMatch(/^Bcc:/m);
  }
});

test.each(READERS)(
  'every quotation is a piece of the stored text, character for character ($language)',
  async (reader) => {
    const stored = [...HOSTILE_POSTS, post(), ENGLISH_POST, PRAISE].flatMap(({ text, title }) => [text, title ?? '']);
    const shownAs = stored.map((text) =>
      text
        .toWellFormed()
        .replace(/[\x00-\x08\x0E-\x1F]/g, '')
        .replace(/\r\n?/g, '\n'),
    );
    const mails = await Promise.all([
      ...batches().map((view) => renderAlert(view, reader)),
      renderDigest(digestView(), reader),
    ]);
    const quotes = mails.flatMap(({ html }) => {
      const page = load(html);
      return page('bdi.quote')
        .get()
        .map((quote) => page(quote).text());
    });
    expect(quotes.length).toBeGreaterThan(20);
    for (const quote of quotes) {
      expect(
        shownAs.some((text) => text.includes(quote)),
        quote,
      ).toBe(true);
      expect(quote.length).toBeLessThan(20_000);
    }
  },
);

test('a bidi trick cannot leave its own paragraph, and names carry none', async () => {
  const trick = 'nice \u202Eecivres';
  const { html } = await renderAlert(
    alertView({ posts: [post({ text: trick, author: { kind: 'person', name: '\u202Etxt', followers: null } })] }),
    READER_EN,
  );
  const page = load(html);
  const quote = page('bdi.quote').filter((_, element) => page(element).text() === trick);
  expect(quote.parent().is('div[dir="auto"]')).toBe(true);
  page('bdi.quote').remove();
  expect(page('body').text()).not.toMatch(/[\u202A-\u202E]/);
});
