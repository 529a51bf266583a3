/** What people do with an incident from the command line. */
import { UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { type HandleRequest, handle } from '../pipeline/handle.ts';
import { openApp } from './app.ts';
import { readConfig } from './config.ts';
import type { CommandContext } from './context.ts';

/** A positive whole number, or `UsageError`. */
export function incidentNumber(word: string): number {
  if (!/^[1-9]\d{0,14}$/.test(word)) throw new UsageError(`"${word}" is not the number of an incident`);
  return Number(word);
}

/** Does it and returns the incident's number. `already`: what an incident is that cannot be handled so. */
export async function handleAs(
  context: CommandContext,
  configDir: string,
  word: string,
  request: Omit<HandleRequest, 'incidentId' | 'mute'> & Partial<Pick<HandleRequest, 'mute'>>,
  already: string,
): Promise<number> {
  const incidentId = incidentNumber(word);
  const { config, registry } = await readConfig(configDir, context.env);
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  try {
    const whole = { mute: { until: null, factor: null }, ...request, incidentId };
    const result = await handle(app, whole, context.clock.now());
    if (result === 'unknown') throw new UsageError(`there is no incident ${incidentId}`);
    if (result === 'already') throw new UsageError(`incident ${incidentId} is ${already}`);
    return incidentId;
  } finally {
    await app.close();
  }
}
