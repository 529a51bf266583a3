/** `earshot start`: the service. */
import type { Command } from 'commander';
import { awaitStore } from '../cli/await-store.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { followConfig, noteStart } from '../cli/follow-config.ts';
import { secretValues } from '../config/secret-values.ts';
import type { ConfigWatcher } from '../config/watch.ts';
import { UsageError } from '../errors.ts';
import { Presence } from '../jobs/presence.ts';
import { ROLES, type Role } from '../jobs/roles.ts';
import { createLogger } from '../log.ts';
import { AgreedClock } from '../store/agreed-clock.ts';
import { spareMemoryLater } from '../store/spare-memory.ts';
import { openStore } from '../store/store.ts';

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
        'Follows the files in the configuration directory: a good change is put into use at once, a bad one is told.\n' +
        'EARSHOT_WEB_HOST overrides web.host, for containers; LOG_LEVEL says how much is logged.\n' +
        'Any number of processes on any machines may share one DATABASE_URL. Stop it with Ctrl-C or SIGTERM.',
    )
    .action((options: Options) => start(options, context));
}

async function start(options: Options, context: CommandContext): Promise<void> {
  const roles = rolesOf(options.role);
  const { env, signal } = context;
  const { config, registry } = await readConfig(options.config, env);
  const secrets = [
    ...secretValues(config),
    ...passwordOf(env.DATABASE_URL),
    ...(env.PGPASSWORD ? [env.PGPASSWORD] : []),
  ];
  const log = createLogger({ secrets, ...(env.LOG_LEVEL ? { level: env.LOG_LEVEL } : {}) });
  for (const warning of config.warnings)
    log.warn({ code: warning.code, file: warning.file, line: warning.line }, warning.message);
  const { dataDir } = config.service;
  // The larger half of the program is loaded while the store opens in its own thread.
  const [store, { Running }] = await Promise.all([
    awaitStore(() => openStore({ dataDir, log, ...(env.DATABASE_URL ? { databaseUrl: env.DATABASE_URL } : {}) }), {
      clock: context.clock,
      log,
      signal,
    }),
    import('../cli/running.ts'),
  ]);
  // Machines that share a database share its clock; alone, this machine's is as good as any.
  const agreed = store.kind === 'postgres' ? await AgreedClock.open({ db: store.db, own: context.clock, log }) : null;
  const clock = agreed ?? context.clock;
  const presence = new Presence({ store, roles: [...roles], clock, log });
  const running = new Running({ store, registry, roles, self: presence.name, clock, log, env, signal });
  const following = { dir: options.config, env, running, log };
  let watcher: ConfigWatcher | null = null;
  try {
    await presence.begin();
    await running.use(config);
    await noteStart(following, config);
    watcher = await followConfig(following, config);
    const reload = () => void watcher?.reload();
    process.on('SIGHUP', reload);
    const counts = { targets: config.targets.length, doors: config.doors.length };
    log.info({ store: store.kind, roles: [...roles], web: running.url, ...counts }, 'started');
    const tidying = spareMemoryLater();
    await running.ended();
    clearTimeout(tidying);
    process.off('SIGHUP', reload);
  } finally {
    await watcher?.close();
    await running.close();
    await presence.end();
    await agreed?.close();
    await store.close();
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
