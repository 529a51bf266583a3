/** How one brand's series are judged: what holds for all, and the holidays and campaigns that are its own. */
import type { DetectSettings, KnownCause } from '../detect/types.ts';
import type { ErrorsByKind } from './label-errors.ts';

/** A known cause, with the ids of the brands it is known for. */
export interface BrandCause extends KnownCause {
  readonly brands: readonly string[];
}

export interface JudgeSettings {
  /** What holds for every brand. */
  readonly settings: DetectSettings;
  readonly causes?: readonly BrandCause[];
  /** What the models get wrong, by language and kind of text; absent: what `settings` says holds for all. */
  readonly errors?: ErrorsByKind;
}

export function settingsOf({ settings, causes = [] }: JudgeSettings, brand: string): DetectSettings {
  const own = causes.filter(({ brands }) => brands.includes(brand));
  return own.length === 0 ? settings : { ...settings, expected: [...settings.expected, ...own] };
}
