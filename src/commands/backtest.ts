/** `earshot backtest`: which alerts the configuration on disk would have sent over the stored history. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type ChartedBrand, chartPage } from '../cli/backtest-chart.ts';
import { jsonLines, summary, table } from '../cli/backtest-words.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { judgeSettingsOf } from '../cli/judge-settings.ts';
import { write } from '../cli/lines.ts';
import { OVERRIDE_KEYS, withOverrides } from '../cli/overrides.ts';
import { progressOn } from '../cli/progress.ts';
import { epochOf } from '../cli/series-csv.ts';
import type { Config } from '../config/types.ts';
import { messageOf, UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import type { Brand } from '../model.ts';
import { type BacktestDeps, backtestBrand } from '../pipeline/backtest.ts';
import { type BacktestDiff, compare } from '../pipeline/backtest-diff.ts';
import type { ReplayRange } from '../pipeline/replay.ts';
import { readSeries } from '../store/buckets.ts';
import { firstBucket, lastBucket } from '../store/series.ts';
import { openStore, type Store } from '../store/store.ts';
import { confirmedIncidents, sentAlerts } from '../store/told.ts';

interface Options {
  readonly config: string;
  readonly brand?: string[];
  readonly since?: string;
  readonly until?: string;
  readonly set: string[];
  readonly json?: true;
  readonly html?: string;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;

export default function register(program: Command, context: CommandContext): void {
  program
    .command('backtest')
    .description('which alerts the configuration would have sent over the stored history')
    .option('--brand <id...>', 'these brands; all unless said')
    .option('--since <time>', 'ISO 8601; 90 days before --until unless said')
    .option('--until <time>', 'ISO 8601; the end of what is stored unless said')
    .option('--set <key=value...>', 'tries a changed setting; the files stay as they are', [])
    .option('--json', 'one JSON object a line')
    .option('--html <file>', 'writes a page with a chart of each brand')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      `\nNothing is stored and nobody is told. Held against what was really sent, and against incidents that people\ntook up. Settings that --set may change:\n${OVERRIDE_KEYS.map((key) => `  ${key}\n`).join('')}`,
    )
    .action((options: Options) => backtest(options, context));
}

async function backtest(options: Options, context: CommandContext): Promise<void> {
  const config = withOverrides((await readConfig(options.config, context.env)).config, options.set);
  const brands = brandsOf(config, options.brand);
  const [since, until] = [timeOf('--since', options.since), timeOf('--until', options.until)];
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const databaseUrl = context.env.DATABASE_URL;
  const store = await openStore({ dataDir: config.service.dataDir, log, ...(databaseUrl ? { databaseUrl } : {}) });
  const progress = progressOn(context.stderr, 'back-test');
  const charted: ChartedBrand[] = [];
  const whole = { from: Number.POSITIVE_INFINITY, to: 0 };
  try {
    for (const [i, brand] of brands.entries()) {
      const range = await rangeOf(store, brand, since, until);
      if (range === null) {
        await write(context.stderr, `${brand.id}: nothing is stored\n`);
        continue;
      }
      const deps: BacktestDeps = {
        store,
        ...judgeSettingsOf(config),
        rules: config.alerts,
        recipients: config.recipients,
      };
      const length = range.to.getTime() - range.from.getTime();
      const result = await backtestBrand(deps, brand, range, (at) => {
        context.signal.throwIfAborted();
        progress.update(i + (at.getTime() - range.from.getTime()) / length, brands.length, brand.name);
      });
      const sent = await sentAlerts(store.db, brand.id, range.from, range.to);
      const diff = compare(result, sent, await confirmedIncidents(store.db, brand.id, range.from, range.to));
      await tell(context, options, brand, diff, length / DAY_MS);
      charted.push({ name: brand.name, days: await daysOf(store, brand, range), diff });
      whole.from = Math.min(whole.from, range.from.getTime());
      whole.to = Math.max(whole.to, range.to.getTime());
    }
  } finally {
    progress.stop();
    await store.close();
  }
  if (options.html !== undefined && charted.length > 0) {
    await writeFile(options.html, chartPage(charted, new Date(whole.from), new Date(whole.to)));
  }
}

async function tell(context: CommandContext, options: Options, brand: Brand, diff: BacktestDiff, days: number) {
  if (options.json) {
    await write(context.stdout, jsonLines(brand.id, diff));
    await write(context.stderr, summary(brand.id, diff, days));
  } else {
    await write(context.stdout, summary(brand.id, diff, days) + table(diff));
  }
}

function brandsOf(config: Config, ids: readonly string[] | undefined): readonly Brand[] {
  const known = config.brands.map((brand) => brand.id);
  for (const id of ids ?? []) {
    if (!known.includes(id)) throw new UsageError(`there is no brand "${id}"; brands: ${known.join(', ')}`);
  }
  return config.brands.filter((brand) => ids === undefined || ids.includes(brand.id));
}

function timeOf(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  try {
    return new Date(epochOf(text));
  } catch (error) {
    throw new UsageError(`${name} ${text}: ${messageOf(error)}`, { cause: error });
  }
}

async function rangeOf(
  store: Store,
  brand: Brand,
  since: Date | null,
  until: Date | null,
): Promise<ReplayRange | null> {
  const last = await lastBucket(store.db, brand.id, 'all');
  if (last === null) return null;
  const to = until ?? new Date(last.getTime() + DAY_MS);
  const from = since ?? new Date(to.getTime() - USUAL_DAYS * DAY_MS);
  const first = (await firstBucket(store.db, brand.id, 'all')) ?? from;
  if (from >= to) throw new UsageError(`--since ${from.toISOString()} is not before --until ${to.toISOString()}`);
  return { from: first > from && first < to ? first : from, to };
}

async function daysOf(store: Store, brand: Brand, { from, to }: ReplayRange): Promise<ChartedBrand['days']> {
  const series = await readSeries(store.db, { brand: brand.id, series: ['all'], width: 1440, from, to });
  return series.get('all') ?? [];
}
