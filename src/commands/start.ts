/** `earshot start`: the service. */
import type { Command } from 'commander';
import { openApp } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { openService, openWeb } from '../cli/service.ts';
import { secretValues } from '../config/secret-values.ts';
import { UsageError } from '../errors.ts';
import { Presence } from '../jobs/presence.ts';
import { ROLES, type Role } from '../jobs/service.ts';
import { createLogger } from '../log.ts';
import type { WebServer } from '../web/server.ts';

interface Options {
  readonly config: string;
  readonly role: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description('the service: crawls, watches, alerts, until stopped')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .option('--role <roles>', `what this process does: all, or some of ${ROLES.join(',')}`, 'all')
    .addHelpText(
      'after',
      '\nKeeps its data in an embedded Postgres under ./data; with DATABASE_URL set, in that Postgres (15 or newer).\n' +
        'EARSHOT_WEB_HOST overrides web.host, for containers; LOG_LEVEL says how much is logged.\n' +
        'Any number of processes on any machines may share one DATABASE_URL. Stop it with Ctrl-C or SIGTERM.',
    )
    .action((options: Options) => start(options, context));
}

async function start(options: Options, context: CommandContext): Promise<void> {
  const roles = rolesOf(options.role);
  const { config, registry } = await readConfig(options.config, context.env);
  const secrets = [...secretValues(config), ...passwordOf(context.env.DATABASE_URL)];
  const log = createLogger({ secrets, ...(context.env.LOG_LEVEL ? { level: context.env.LOG_LEVEL } : {}) });
  for (const warning of config.warnings)
    log.warn({ code: warning.code, file: warning.file, line: warning.line }, warning.message);
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  try {
    const parts = await openService(app, { signal: context.signal, env: context.env });
    let web: WebServer | null = null;
    const presence = new Presence({ store: app.store, roles: [...roles], clock: context.clock, log });
    try {
      const host = context.env.EARSHOT_WEB_HOST || config.web.host;
      if (roles.has('web')) web = await openWeb(app, { ...config.web, host });
      const counts = { targets: config.targets.length, doors: config.doors.length };
      log.info({ store: app.store.kind, roles: [...roles], web: web?.url, ...counts }, 'started');
      await presence.begin();
      await parts.service.run(roles, presence.name, context.signal);
    } finally {
      await presence.end();
      await web?.close();
      await parts.close();
    }
  } finally {
    await app.close();
    log.info('stopped');
  }
}

function rolesOf(words: string): ReadonlySet<Role> {
  if (words === 'all') return new Set(ROLES);
  const roles = words.split(',').map((word) => word.trim());
  const unknown = roles.filter((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown.length > 0) {
    throw new UsageError(`--role: unknown role ${unknown.join(', ')}; allowed: all, or some of ${ROLES.join(', ')}`);
  }
  return new Set(roles as Role[]);
}

/** The password within an address, if it has one. */
function passwordOf(address: string | undefined): string[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const { password } = new URL(address);
  return password === '' ? [] : [password, decodeURIComponent(password)];
}
