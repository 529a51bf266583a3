/** `earshot brief INCIDENT`: an account of it on one page, to be printed or passed on. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { openApp } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { incidentNumber } from '../cli/handle-incident.ts';
import { write } from '../cli/lines.ts';
import { UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { toPrintHtml } from '../notify/mail/mail.ts';
import { renderBrief } from '../notify/render.ts';
import { composeBrief } from '../pipeline/views/brief-view.ts';

interface Options {
  readonly config: string;
  readonly lang: string;
  readonly out?: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('brief')
    .description('an account of an incident on one page, with the evidence: HTML to be printed or passed on')
    .argument('<incident>', 'the number of the incident')
    .option('--lang <zh|en>', 'the language', 'en')
    .option('--out <file>', 'where to write; .txt gives plain text. incident-N-brief.html unless said')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .action((incident: string, options: Options) => brief(incident, options, context));
}

async function brief(word: string, options: Options, context: CommandContext): Promise<void> {
  const incidentId = incidentNumber(word);
  const { lang: language, out = `incident-${incidentId}-brief.html` } = options;
  if (language !== 'zh' && language !== 'en') throw new UsageError(`--lang ${language}: must be zh or en`);
  const { config, registry } = await readConfig(options.config, context.env);
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  try {
    const { timezone, name: serviceName, publicUrl } = config.service;
    const view = await composeBrief(app, incidentId, { language, timezone }, context.clock.now());
    if (view === null) throw new UsageError(`there is no incident ${incidentId} of a configured brand`);
    const mail = await renderBrief(view, { language, timezone, serviceName, publicUrl });
    await writeFile(out, out.endsWith('.txt') ? mail.text : toPrintHtml(mail));
    await write(context.stdout, `${out}\n`);
  } finally {
    await app.close();
  }
}
