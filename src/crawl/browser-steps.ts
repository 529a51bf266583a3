/** How a browser's page becomes complete: waits, clicks and scrolls as its crawler says. Always for content, never for time. */
import { errors, type Page } from 'playwright';
import type { BrowserSteps } from './contract.ts';

const MOST_STEPS = 10;
/** How long a click or scroll may take to bring something. */
const GROWTH_MS = 5_000;
/** Without a selector to wait for: until the network is quiet, but no longer. */
const QUIET_MS = 8_000;

/** Carries out the steps. What does not come in time is left out: the crawler judges what is there. */
export async function completePage(page: Page, steps: BrowserSteps, timeLeft: () => number): Promise<void> {
  const within = (ms: number) => Math.max(1, Math.min(ms, timeLeft()));
  if (steps.waitFor === undefined) {
    await unlessLate(page.waitForLoadState('networkidle', { timeout: within(QUIET_MS) }));
  } else {
    await unlessLate(appears(page, steps.waitFor, within(timeLeft() / 2)));
  }
  const most = steps.maxSteps ?? MOST_STEPS;
  for (let step = 0; steps.click !== undefined && step < most && timeLeft() > 0; step++) {
    const button = page.locator(steps.click).first();
    if (!(await button.isVisible())) break;
    const before = await sizeOf(page);
    if (!(await unlessLate(button.click({ timeout: within(GROWTH_MS) })))) break;
    if (!(await grown(page, before, within(GROWTH_MS)))) break;
  }
  for (let step = 0; steps.scroll === true && step < most && timeLeft() > 0; step++) {
    const before = await sizeOf(page);
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
    if (!(await grown(page, before, within(GROWTH_MS)))) break;
  }
}

/** How many elements there are. Passed as text: it runs in the page, not here. */
function sizeOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.getElementsByTagName("*").length');
}

/** Looked for in the page at every frame: asked from here, it would be noticed up to half a second late. */
function appears(page: Page, selector: string, ms: number): Promise<unknown> {
  return page.waitForFunction(`document.querySelector(${JSON.stringify(selector)}) !== null`, undefined, {
    timeout: ms,
  });
}

function grown(page: Page, before: number, ms: number): Promise<boolean> {
  return unlessLate(
    page.waitForFunction(`document.getElementsByTagName("*").length > ${before}`, undefined, { timeout: ms }),
  );
}

/** True if it happened, false if it took too long. */
async function unlessLate(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
