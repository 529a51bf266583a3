/** What a changed configuration would do, beyond what changed in it. */
import { isDeepStrictEqual } from 'node:util';
import { scheduleInWords } from '../config/schedule.ts';
import type { Config } from '../config/types.ts';
import type { Registry } from '../crawl/registry.ts';
import { requestsPerDay } from './requests-per-day.ts';

/** One sentence for each consequence; empty where there is none. */
export function effectsOf(before: Config, after: Config, registry: Registry): string[] {
  return [...ofTargets(before, after, registry), ...ofBrands(before, after), ...ofSettings(before, after)];
}

function ofTargets(before: Config, after: Config, registry: Registry): string[] {
  const old = new Map(before.targets.map((target) => [target.id, target]));
  const lines: string[] = [];
  for (const target of after.targets) {
    const was = old.get(target.id);
    const requests = Math.round(requestsPerDay(target, registry));
    if (target.paused) {
      if (was && !was.paused) lines.push(`target ${target.id} rests: its part of the public counts as not seen`);
    } else if (was === undefined || was.paused) {
      lines.push(
        `target ${target.id} is crawled at once, back ${target.backfillDays} days (which raises no alert), then ${scheduleInWords(target.schedule)}: about ${requests} requests a day, more where there is more to read`,
      );
    } else if (was.schedule !== target.schedule) {
      lines.push(
        `target ${target.id} asks for about ${requests} pages a day instead of ${Math.round(requestsPerDay(was, registry))}`,
      );
    }
  }
  const kept = new Set(after.targets.map(({ id }) => id));
  for (const { id } of before.targets) {
    if (!kept.has(id))
      lines.push(`target ${id} is not crawled any more; its posts stay (earshot forget removes posts)`);
  }
  return lines;
}

function ofBrands(before: Config, after: Config): string[] {
  const old = new Map(before.brands.map((brand) => [brand.id, brand]));
  const lines: string[] = [];
  for (const brand of after.brands) {
    const was = old.get(brand.id);
    const matching = ({ terms, exclude, query, accounts }: typeof brand) => ({ terms, exclude, query, accounts });
    if (was === undefined || !isDeepStrictEqual(matching(was), matching(brand))) {
      lines.push(
        `brand ${brand.id}: posts read from now on are matched by this; those stored keep the brands they have`,
      );
    }
  }
  const kept = new Set(after.brands.map(({ id }) => id));
  for (const { id } of before.brands) {
    if (!kept.has(id)) lines.push(`brand ${id} is not watched any more; its mentions and incidents stay stored`);
  }
  return lines;
}

function ofSettings(before: Config, after: Config): string[] {
  const lines: string[] = [];
  if (before.service.dataDir !== after.service.dataDir) {
    lines.push('service.data_dir takes effect at the next start: until then this configuration is refused as a whole');
  }
  if (before.web.host !== after.web.host || before.web.port !== after.web.port) {
    lines.push(`the pages move to ${after.web.host}:${after.web.port}`);
  }
  if (before.service.authors !== after.service.authors) {
    lines.push('authors: posts stored so far keep the form they have');
  }
  if (!isDeepStrictEqual(before.alerts, after.alerts) || !isDeepStrictEqual(before.detect, after.detect)) {
    lines.push('alerts: earshot backtest --config DIR shows what this would have sent over the stored history');
  }
  return lines;
}
