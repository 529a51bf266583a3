/** Runs once around all test files. */
import { hasChromium } from './chromium.ts';
import { hasPostgres } from './postgres-programs.ts';
import { offerServices } from './services.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const missing = [
    ...(hasPostgres()
      ? []
      : ['Postgres: install postgresql (15 or newer), or name a server in EARSHOT_TEST_DATABASE_URL']),
    ...(hasChromium() ? [] : ['a browser: install chromium, or run npx playwright install chromium']),
  ];
  // What is skipped unseen is not tested.
  if (missing.length > 0 && process.env.CI === 'true')
    throw new Error(`missing, and needed in CI: ${missing.join('; ')}`);
  for (const line of missing) console.warn(`Skipping tests that need ${line}`);
  return offerServices();
}
