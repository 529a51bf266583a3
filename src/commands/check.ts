/** `earshot check`: every problem of the whole configuration at once. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { noisyRules } from '../cli/noisy-rules.ts';
import { byPlace, ConfigError, type ConfigProblem, formatProblem } from '../config/problem.ts';
import { schemaFiles } from '../config/schema-files.ts';
import type { Config } from '../config/types.ts';

interface Options {
  readonly config: string;
  readonly json?: true;
  readonly history?: true;
  readonly writeSchemas?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('check')
    .description('every problem of the whole configuration at once')
    .option('--config <dir>', 'the configuration directory', 'config')
    .option('--history', 'also try each alert rule on the last seven days of stored history')
    .option('--json', 'the result as one line of JSON')
    .option('--write-schemas', 'first write the JSON Schemas for editors, and the reference of keys, into DIR/schemas')
    .addHelpText(
      'after',
      '\nProblems are written as file:line:column: what is wrong; what is allowed.\nExits 0 when the configuration can be used, 2 when it cannot.',
    )
    .action((options: Options) => check(options, context));
}

async function check(options: Options, context: CommandContext): Promise<void> {
  if (options.writeSchemas) await writeSchemas(join(options.config, 'schemas'));
  let config: Config | undefined;
  let problems: readonly ConfigProblem[] = [];
  try {
    ({ config } = await readConfig(options.config, context.env));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems = error.problems;
    context.exitCode = 2;
  }
  const noisy = options.history && config ? await noisyRules(options.config, config, context.env) : [];
  const warnings = [...(config?.warnings ?? []), ...noisy].sort(byPlace);
  if (options.json) {
    const counts = config && countsOf(config);
    await write(context.stdout, `${JSON.stringify({ ok: config !== undefined, ...counts, problems, warnings })}\n`);
    return;
  }
  for (const problem of [...problems, ...warnings]) {
    const kind = problem.code.startsWith('W') ? 'warning: ' : '';
    await write(context.stdout, `${formatProblem({ ...problem, message: kind + problem.message })}\n`);
  }
  if (config) await write(context.stdout, `ok: ${summary(config)}\n`);
  else await write(context.stderr, `earshot: ${counted(problems.length, 'problem')} in ${options.config}\n`);
}

async function writeSchemas(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of schemaFiles()) await writeFile(join(folder, name), text);
}

function countsOf(config: Config) {
  const { brands, recipients, alerts, digests } = config;
  const targets = [...config.targets, ...config.doors];
  return {
    brands: brands.length,
    targets: targets.length,
    paused: targets.filter(({ paused }) => paused).length,
    recipients: recipients.length,
    alerts: alerts.length,
    digests: digests.length,
  };
}

function summary(config: Config): string {
  const { brands, targets, paused, recipients, alerts, digests } = countsOf(config);
  const none = paused === targets && paused > 0 ? ', so nothing is crawled' : '';
  return [
    counted(brands, 'brand'),
    counted(targets, 'target') + (paused > 0 ? ` (${paused} paused${none})` : ''),
    counted(recipients, 'recipient'),
    counted(alerts, 'alert rule'),
    counted(digests, 'digest rule'),
  ].join(', ');
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
