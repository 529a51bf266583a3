/** `earshot doctor`: what is wrong, and the command that fixes it. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { type Finding, fail, findingsText, ok, warn } from '../cli/doctor/finding.ts';
import { checkBrowser, checkClock, checkDisk, checkTimezone } from '../cli/doctor/machine.ts';
import { checkRobots } from '../cli/doctor/sites.ts';
import { checkStore } from '../cli/doctor/store.ts';
import { checkHooks, checkMail } from '../cli/doctor/ways-out.ts';
import { checkOutbox, checkProcesses, checkQueue, checkTargets } from '../cli/doctor/work.ts';
import { write } from '../cli/lines.ts';
import { ConfigError } from '../config/problem.ts';
import type { Config } from '../config/types.ts';
import type { Registry } from '../crawl/registry.ts';
import { EarshotError, messageOf } from '../errors.ts';
import { createLogger } from '../log.ts';
import { repair, storeCondition } from '../store/condition.ts';
import { openStore, type Store } from '../store/store.ts';

interface Options {
  readonly config: string;
  readonly json?: true;
  readonly offline?: true;
  readonly repair?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('what is wrong, and the command that fixes it')
    .option('--offline', 'asks nobody outside: no mail server, no webhook, no robots.txt')
    .option('--repair', 'first rebuilds broken indexes and vacuums bloated tables')
    .option('--json', 'as one line of JSON')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nLooks at: configuration, clock, time zone, disk, store and its migrations, indexes, Chromium, mail server, webhooks,\n' +
        'robots.txt of each host, processes, queue, targets, outbox. Sends nothing. Exits with 1 where something does not work.',
    )
    .action((options: Options) => doctor(options, context));
}

async function doctor(options: Options, context: CommandContext): Promise<void> {
  const findings = await examine(options, context);
  const well = findings.every(({ state }) => state !== 'fail');
  if (!well) context.exitCode = 1;
  const text = options.json ? `${JSON.stringify({ ok: well, findings })}\n` : findingsText(findings);
  await write(context.stdout, text);
}

async function examine(options: Options, context: CommandContext): Promise<Finding[]> {
  let read: { config: Config; registry: Registry };
  try {
    read = await readConfig(options.config, context.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const count = error.problems.length;
    const says = `${count} ${count === 1 ? 'problem' : 'problems'}; nothing else can be looked at before`;
    return [fail('config', says, `earshot check --config ${options.config}`)];
  }
  const { config, registry } = read;
  const { warnings, service } = config;
  const findings: Finding[] = [
    warnings.length === 0
      ? ok('config', `${options.config}: no problem`)
      : warn(
          'config',
          `${warnings.length} warning${warnings.length === 1 ? '' : 's'}`,
          `earshot check --config ${options.config}`,
        ),
    await checkBrowser(config, registry, context.env),
  ];
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'silent' });
  let store: Store;
  try {
    const databaseUrl = context.env.DATABASE_URL;
    store = await openStore({ dataDir: service.dataDir, log, ...(databaseUrl ? { databaseUrl } : {}) });
  } catch (error) {
    const hint = error instanceof EarshotError ? error.hint : undefined;
    return [...findings, fail('store', messageOf(error), hint ?? 'earshot restore FILE brings back a backup')];
  }
  try {
    const { db } = store;
    for (const done of options.repair ? await repair(db) : []) findings.push(ok('repaired', done));
    const condition = await storeCondition(db);
    findings.push(
      ...(await checkStore(store, condition)),
      await checkClock(db, condition, context.clock.now()),
      await checkTimezone(db, config, context.clock.now()),
      await checkDisk(service.dataDir),
    );
    if (!options.offline) {
      findings.push(await checkMail(config), ...(await checkHooks(config)));
      findings.push(...(await checkRobots(config, { store, registry, clock: context.clock, log })));
    }
    const now = context.clock.now();
    findings.push(
      await checkProcesses(db, now),
      await checkQueue(db, now),
      ...(await checkTargets(db, config, registry, now)),
      ...(await checkOutbox(db, now)),
    );
    return findings;
  } finally {
    await store.close();
  }
}
