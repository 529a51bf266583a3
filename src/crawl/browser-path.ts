/** Where a Chromium is: Playwright's own, or the system's. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** `EARSHOT_CHROMIUM` if set; else Playwright's own; else the first on the path. Null if there is none. */
export function findBrowser(env: Readonly<Record<string, string | undefined>>, playwrights: string): string | null {
  const named = env.EARSHOT_CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [playwrights, ...onPath].find((path) => path !== '' && existsSync(path)) ?? null;
}
