/** Finds a Chromium for the tests that need a browser. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of Playwright's own Chromium, or of the system's; undefined if there is none. */
export function findChromium(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [chromium.executablePath(), ...onPath].find((path) => path !== '' && existsSync(path));
}

export const hasChromium = (): boolean => findChromium() !== undefined;
