/** What the models get wrong on a brand's series: by the languages and the kinds of texts that it lately consists of. */
import { EXACT, type MixedErrors, mixOf } from '../detect/confusion.ts';
import type { Confusion } from '../detect/types.ts';
import { type LabelMix, labelMix } from '../store/label-mix.ts';
import { splitSeries } from '../store/signals.ts';
import type { Store } from '../store/store.ts';

/** The errors measured on texts of a language, reviews or others; null where none were. */
export type ErrorsByKind = (lang: string, review: boolean) => Confusion | null;

/** The errors of a series of the brand as of a moment. */
export type ErrorsOfSeries = (series: string, now: Date) => Promise<Confusion | null>;

/** Mentions that tell what a brand's talk consists of. */
const LATELY = 1000;
/** What is judged, and may be a crisis, does not say what is usual. */
const DAY_MS = 24 * 3_600_000;

interface Read {
  readonly at: Date;
  readonly mix: Promise<readonly LabelMix[]>;
}

const known = new WeakMap<Store, Map<string, Read>>();

/**
 * Reads the mix at most once a day, of the data's clock. A site's series is weighed by that site's mentions, all others by
 * all of the brand's.
 */
export function errorsOfSeries(store: Store, brand: string, errors: ErrorsByKind | undefined): ErrorsOfSeries {
  if (errors === undefined) return async () => null;
  return async (series, now) => {
    const [dimension, value] = splitSeries(series);
    const mix = await mixAt(store, brand, now);
    return mixOf(mix.filter((part) => dimension !== 'site' || part.site === value).flatMap(measured(errors)));
  };
}

const measured =
  (errors: ErrorsByKind) =>
  ({ lang, review, rated, total, negative }: LabelMix): MixedErrors[] => {
    // What a rating confirms is taken as it is: the errors were measured on texts alone.
    const confusion = rated ? EXACT : errors(lang, review);
    return confusion === null ? [] : [{ confusion, total, negative }];
  };

function mixAt(store: Store, brand: string, now: Date): Promise<readonly LabelMix[]> {
  const brands = known.get(store) ?? new Map<string, Read>();
  known.set(store, brands);
  const last = brands.get(brand);
  const age = last === undefined ? Number.NaN : now.getTime() - last.at.getTime();
  if (last !== undefined && age >= 0 && age < DAY_MS) return last.mix;
  const mix = labelMix(store.db, brand, new Date(now.getTime() - DAY_MS), LATELY);
  brands.set(brand, { at: now, mix });
  // What could not be read is asked for again; who waits for it learns why.
  mix.catch(() => brands.delete(brand));
  return mix;
}
