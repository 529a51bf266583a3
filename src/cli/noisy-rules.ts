/** Alert rules that would have told somebody far too often: nobody reads the forty-first mail of a week. */
import { readConfigFiles } from '../config/files.ts';
import type { ConfigProblem } from '../config/problem.ts';
import type { Config } from '../config/types.ts';
import { alertsInLastWeek, lastWeeks } from './alert-counts.ts';
import type { CommandContext } from './context.ts';
import { withStore } from './store.ts';

const MOST_A_WEEK = 40;

/** W113 for each rule that would have sent more than `most` alerts over the last seven days that are stored. */
export async function noisyRules(
  dir: string,
  config: Config,
  env: CommandContext['env'],
  most = MOST_A_WEEK,
): Promise<ConfigProblem[]> {
  const { settings } = await readConfigFiles(dir);
  if (settings === undefined) return [];
  return withStore(config, env, async (store) => {
    const problems: ConfigProblem[] = [];
    for (const rule of config.alerts) {
      let alerts = 0;
      for (const brand of config.brands.filter(({ id }) => rule.brands.includes(id))) {
        const range = await lastWeeks(store, brand);
        if (range !== null) alerts += await alertsInLastWeek(store, config, brand, [rule], range);
      }
      if (alerts <= most) continue;
      const message = `alert rule "${rule.id}" would have sent ${alerts} alerts over the last seven days of stored history`;
      const hint = 'raise its min_severity or cooldown_minutes, or lower detect.false_alarms_per_month';
      problems.push({ code: 'W113', file: settings.file, ...settings.placeNear(['alerts', rule.id]), message, hint });
    }
    return problems;
  });
}
