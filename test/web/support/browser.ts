/** What the browser tests share: a page that reports its own mistakes, and the look over every page for everybody. */
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright';
import { expect } from 'vitest';

/** Runs in the page: what axe finds against WCAG 2.2 AA. */
const CHECK = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200) + ' ' + nodes[0].failureSummary))`;
/** Only what a narrow window or another colour scheme can change. */
const CHECK_LOOKS = CHECK.replace(
  /runOnly: \[[^\]]*\]/,
  "runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block']",
);
/** Runs in the page: each chart's name, whether it is told in words and as a table, and where its numbers are a file. */
const CHARTS = `[...document.querySelectorAll('figure.chart')].map((one) => ({
  name: one.getAttribute('aria-label'),
  told: (one.querySelector('svg')?.getAttribute('aria-label') ?? '').length > 10 && one.querySelectorAll('tbody tr').length > 0,
  file: one.querySelector('a[href*=".csv"]')?.href ?? null,
}))`;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 800 };

/** Calls `work` with a page of its own; fails where a script failed, a dialog opened, or the console told of an error. */
export async function inPage<T>(
  browser: Browser,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  try {
    const page = await context.newPage();
    const failed: string[] = [];
    page.on('pageerror', (error) => failed.push(error.message));
    page.on('console', (message) => {
      // That a page is not there is what is asked for where its error page is looked at.
      const asked = message.location().url === page.url() && /status of 40[034]/.test(message.text());
      if (message.type() === 'error' && !asked) failed.push(message.text());
    });
    page.on('dialog', (dialog) => failed.push(`a dialog: ${dialog.message()}`));
    const result = await work(page);
    expect(failed).toEqual([]);
    return result;
  } finally {
    await context.close();
  }
}

/** The charts of a page that are not told in words, as a table and as a file. */
async function withoutNumbers(page: Page): Promise<string[]> {
  const charts = await page.evaluate<{ name: string; told: boolean; file: string | null }[]>(CHARTS);
  const wrong: string[] = [];
  for (const { name, told, file } of charts) {
    if (!told) wrong.push(`the chart ${name} is not told in words and as a table`);
    const answer = file === null ? null : await page.request.get(file);
    const lines = answer?.ok() ? (await answer.text()).trim().split('\r\n').length : 0;
    if (lines < 2) wrong.push(`the chart ${name} has no file of its numbers: ${file} ${answer?.status()}`);
  }
  return wrong;
}

/** Bytes that a page, its style and its scripts may take, charts aside: a phone in a train opens it too. */
const MOST_BYTES = 150 * 1024;
const WEIGHED = new Set(['document', 'stylesheet', 'script']);
/** Runs in the page: characters of its charts, with their tables. */
const CHART_SIZE = `[...document.querySelectorAll('figure.chart')].reduce((sum, one) => sum + one.outerHTML.length, 0)`;

/** Opens a page; the bytes of all it needs to be shown, without its charts. */
async function openWeighed(page: Page, path: string): Promise<number> {
  const bodies: Promise<Buffer>[] = [];
  const note = (response: Response) => {
    if (WEIGHED.has(response.request().resourceType()) && response.status() !== 303) bodies.push(response.body());
  };
  page.on('response', note);
  await page.goto(path);
  page.off('response', note);
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + body.length, 0);
  return bytes - (await page.evaluate<number>(CHART_SIZE));
}

/**
 * What is wrong with these pages for anybody: by axe-core against WCAG 2.2 AA, by being wider than the window, and by weight. Each
 * is looked at wide and narrow, light and dark, in the language of `options.locale`, with all that is folded away open.
 */
export async function lookOver(
  browser: Browser,
  options: BrowserContextOptions,
  paths: readonly string[],
): Promise<string[]> {
  const wrong: string[] = [];
  await inPage(browser, { ...options, viewport: WIDE, colorScheme: 'light' }, async (page) => {
    for (const path of paths) {
      const look = async (how: string, check: string) => {
        for (const violation of await page.evaluate<string[]>(check)) wrong.push(`${path} (${how}): ${violation}`);
        const over = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        if (over > 0) wrong.push(`${path} (${how}): wider than the window by ${over}`);
      };
      const weight = await openWeighed(page, path);
      if (weight > MOST_BYTES) wrong.push(`${path}: weighs ${weight} bytes without its charts`);
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      await page.evaluate(axe.source);
      await look('wide, light', CHECK);
      for (const missing of await withoutNumbers(page)) wrong.push(`${path}: ${missing}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await look('wide, dark', CHECK_LOOKS);
      await page.setViewportSize(PHONE);
      await look('narrow, dark', CHECK_LOOKS);
      await page.emulateMedia({ colorScheme: 'light' });
      await look('narrow, light', CHECK_LOOKS);
      await page.setViewportSize(WIDE);
    }
  });
  return wrong;
}
