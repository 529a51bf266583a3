/** `--set key=value`: tries a changed setting without touching the files. */

import type { Config } from '../config/types.ts';
import { messageOf, UsageError } from '../errors.ts';
import type { Severity } from '../model.ts';

interface Override {
  readonly key: string;
  readonly allowed: string;
  /** The changed configuration. Throws an `Error` that says what is allowed. */
  readonly apply: (config: Config, value: string, names: RegExpExecArray) => Config;
  readonly pattern: RegExp;
}

const OVERRIDES: readonly Override[] = [
  {
    key: 'detect.false_alarms_per_month',
    allowed: 'a number greater than 0, at most 100',
    pattern: /^detect\.false_alarms_per_month$/,
    apply: (config, value) => ({
      ...config,
      detect: { ...config.detect, falseAlarmsPerMonth: numberIn(value, Number.MIN_VALUE, 100) },
    }),
  },
  {
    key: 'viral_threshold',
    allowed: 'a whole number from 1 on',
    pattern: /^viral_threshold$/,
    apply: (config, value) => {
      const viralThreshold = wholeIn(value, 1, 1e9);
      return { ...config, brands: config.brands.map((brand) => ({ ...brand, viralThreshold })) };
    },
  },
  {
    key: 'brands.ID.viral_threshold',
    allowed: 'a whole number from 1 on',
    pattern: /^brands\.(.+)\.viral_threshold$/,
    apply: (config, value, [, id]) => {
      const viralThreshold = wholeIn(value, 1, 1e9);
      const ids = config.brands.map((brand) => brand.id);
      if (!ids.includes(id!)) throw new Error(`there is no brand "${id}"; brands: ${ids.join(', ')}`);
      return { ...config, brands: config.brands.map((one) => (one.id === id ? { ...one, viralThreshold } : one)) };
    },
  },
  {
    key: 'alerts.min_severity',
    allowed: '1, 2, 3, 4 or 5',
    pattern: /^alerts\.min_severity$/,
    apply: (config, value) => {
      const minSeverity = wholeIn(value, 1, 5) as Severity;
      return { ...config, alerts: config.alerts.map((rule) => ({ ...rule, minSeverity })) };
    },
  },
  {
    key: 'alerts.cooldown_minutes',
    allowed: 'a number of minutes from 0 on',
    pattern: /^alerts\.cooldown_minutes$/,
    apply: (config, value) => {
      const cooldownMinutes = numberIn(value, 0, 1e6);
      return { ...config, alerts: config.alerts.map((rule) => ({ ...rule, cooldownMinutes })) };
    },
  },
];

/** What may be set, for help texts. */
export const OVERRIDE_KEYS: readonly string[] = OVERRIDES.map(({ key, allowed }) => `${key}: ${allowed}`);

/** `config` with each `key=value` applied. Throws `UsageError`. */
export function withOverrides(config: Config, settings: readonly string[]): Config {
  return settings.reduce((changed, setting) => {
    const [key = '', value] = setting.split(/=(.*)/s);
    if (value === undefined) throw new UsageError(`--set ${setting}: must be key=value`);
    for (const { pattern, apply, allowed } of OVERRIDES) {
      const names = pattern.exec(key);
      if (names === null) continue;
      try {
        return apply(changed, value, names);
      } catch (error) {
        throw new UsageError(`--set ${setting}: ${messageOf(error)}; ${key} must be ${allowed}`, { cause: error });
      }
    }
    throw new UsageError(
      `--set ${setting}: "${key}" cannot be set; allowed: ${OVERRIDES.map((o) => o.key).join(', ')}`,
    );
  }, config);
}

function numberIn(value: string, least: number, most: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!(number >= least && number <= most)) throw new Error(`"${value}" is not allowed`);
  return number;
}

function wholeIn(value: string, least: number, most: number): number {
  const number = numberIn(value, least, most);
  if (!Number.isInteger(number)) throw new Error(`"${value}" is no whole number`);
  return number;
}
