/** How brands are judged under a configuration: its settings, its known causes, and what the shipped models get wrong. */
import { readFileSync } from 'node:fs';
import { isModelLanguage, MODEL_LANGUAGES, type ModelLanguage } from '../analyze/models/load.ts';
import type { ErrorsByKind } from '../analyze/sentiment/label-errors.ts';
import type { Config } from '../config/types.ts';
import { DEFAULT_DETECT_SETTINGS } from '../detect/settings.ts';
import type { JudgeSettings } from '../pipeline/brand-settings.ts';

export function judgeSettingsOf(config: Pick<Config, 'detect' | 'service'>): JudgeSettings {
  return {
    settings: {
      ...DEFAULT_DETECT_SETTINGS,
      falseAlarmsPerMonth: config.detect.falseAlarmsPerMonth,
      timezone: config.service.timezone,
    },
    causes: config.detect.expected,
    errors: shippedErrors(),
  };
}

/** As the models' cards say. Languages that are read by word lists were not measured: the least of all errors holds for them. */
function shippedErrors(): NonNullable<JudgeSettings['errors']> {
  const byLanguage = Object.fromEntries(MODEL_LANGUAGES.map((lang) => [lang, errorsOfCard(lang)]));
  return (lang, review) => {
    const own = isModelLanguage(lang) ? byLanguage[lang]?.[review ? 'review' : 'post'] : undefined;
    return own ?? DEFAULT_DETECT_SETTINGS.confusion ?? null;
  };
}

function errorsOfCard(lang: ModelLanguage): ErrorsByKind {
  const card = readFileSync(new URL(`../analyze/models/${lang}.json`, import.meta.url), 'utf8');
  return (JSON.parse(card) as { errors: ErrorsByKind }).errors;
}
