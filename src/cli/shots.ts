/** Pictures of the pages, as a browser shows them: for the README, and for whoever changes how they look. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '../crawl/browser-path.ts';
import { EarshotError } from '../errors.ts';

export interface Shot {
  /** File name without its ending. */
  readonly name: string;
  readonly path: string;
}

const SIZE = { width: 1180, height: 880 };

/** Writes NAME.png for each page of the service at `url`; returns the files. Throws `EarshotError` without a browser. */
export async function takeShots(
  url: string,
  shots: readonly Shot[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const executablePath = findBrowser(env, chromium.executablePath());
  if (executablePath === null) throw new EarshotError('there is no Chromium to take pictures with');
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light', locale: 'en-GB' });
    const files: string[] = [];
    for (const { name, path } of shots) {
      // The stream of news never ends: to be loaded is enough.
      await page.goto(new URL(path, url).href, { waitUntil: 'load' });
      const file = join(folder, `${name}.png`);
      await page.screenshot({ path: file });
      files.push(file);
    }
    return files;
  } finally {
    await browser.close();
  }
}
