/** Back-tests under way and the last results: kept in memory, one run at a time. */
import { randomBytes } from 'node:crypto';
import { messageOf } from '../../errors.ts';
import type { Bin, Brand, Severity } from '../../model.ts';
import { backtestBrand } from '../../pipeline/backtest.ts';
import { type BacktestDiff, compare } from '../../pipeline/backtest-diff.ts';
import { settingsOf } from '../../pipeline/brand-settings.ts';
import { readSeries } from '../../store/buckets.ts';
import { firstBucket } from '../../store/series.ts';
import { confirmedIncidents, sentAlerts } from '../../store/told.ts';
import type { WebDeps } from '../deps.ts';

/** What is tried; null: as configured. */
export interface Tried {
  readonly brand: Brand;
  readonly days: number;
  readonly falseAlarmsPerMonth: number | null;
  readonly viralThreshold: number | null;
  readonly minSeverity: Severity | null;
  readonly cooldownMinutes: number | null;
}

export interface BacktestRun {
  readonly id: string;
  readonly tried: Tried;
  /** 0…1. */
  progress: number;
  /** Null while it runs. */
  result: {
    readonly diff: BacktestDiff;
    readonly days: readonly Omit<Bin, 'exposure'>[];
    readonly length: number;
  } | null;
  problem: string | null;
}

const DAY_MS = 86_400_000;
const KEPT = 10;

export class Backtests {
  readonly #runs = new Map<string, BacktestRun>();
  readonly #deps: WebDeps;

  constructor(deps: WebDeps) {
    this.#deps = deps;
  }

  find(id: string): BacktestRun | null {
    return this.#runs.get(id) ?? null;
  }

  /** Begins one; null while another one runs. */
  begin(tried: Tried): BacktestRun | null {
    const running = [...this.#runs.values()].some(({ result, problem }) => result === null && problem === null);
    if (running) return null;
    const id = randomBytes(8).toString('hex');
    const run: BacktestRun = { id, tried, progress: 0, result: null, problem: null };
    this.#runs.set(id, run);
    for (const oldest of [...this.#runs.keys()].slice(0, -KEPT)) this.#runs.delete(oldest);
    void this.#run(run);
    return run;
  }

  async #run(run: BacktestRun): Promise<void> {
    const { store, views, operating, recipients, clock, log } = this.#deps;
    const { brand, days, falseAlarmsPerMonth, viralThreshold, minSeverity, cooldownMinutes } = run.tried;
    try {
      const to = clock.now();
      const asked = new Date(to.getTime() - days * DAY_MS);
      const first = (await firstBucket(store.db, brand.id, 'all')) ?? asked;
      const from = new Date(Math.max(asked.getTime(), Math.min(first.getTime(), to.getTime() - DAY_MS)));
      const settings = settingsOf(views, brand.id);
      const deps = {
        store,
        settings: { ...settings, falseAlarmsPerMonth: falseAlarmsPerMonth ?? settings.falseAlarmsPerMonth },
        rules: operating.rules.map((rule) => ({
          ...rule,
          minSeverity: minSeverity ?? rule.minSeverity,
          cooldownMinutes: cooldownMinutes ?? rule.cooldownMinutes,
        })),
        recipients,
      };
      const judged = { ...brand, viralThreshold: viralThreshold ?? brand.viralThreshold };
      const length = to.getTime() - from.getTime();
      const result = await backtestBrand(deps, judged, { from, to }, (at) => {
        run.progress = (at.getTime() - from.getTime()) / length;
      });
      const sent = await sentAlerts(store.db, brand.id, from, to);
      const diff = compare(result, sent, await confirmedIncidents(store.db, brand.id, from, to));
      const series = await readSeries(store.db, { brand: brand.id, series: ['all'], width: 1440, from, to });
      run.result = { diff, days: series.get('all') ?? [], length: Math.max(1, Math.round(length / DAY_MS)) };
    } catch (error) {
      log.warn({ err: error, brand: brand.id }, 'back-test failed');
      run.problem = messageOf(error);
    }
  }
}
