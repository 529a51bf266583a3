/** Finds a Chromium for the tests that need a browser, as the product does. */
import { chromium } from 'playwright';
import { findBrowser } from '../../src/crawl/browser-path.ts';

/** The path of a Chromium; undefined if there is none. */
export function findChromium(): string | undefined {
  return findBrowser(process.env, chromium.executablePath()) ?? undefined;
}

export const hasChromium = (): boolean => findChromium() !== undefined;
