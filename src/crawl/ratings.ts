/** Ratings in any scale: five stars, ten points, per cent, thumbs. */
import type { Rating } from '../model.ts';
import { parseNumber } from './numbers.ts';

/** A rating's place between worst and best, 0…1. */
export function ratingShare(rating: Rating): number {
  return (rating.value - rating.worst) / (rating.best - rating.worst);
}

/**
 * A rating with its scale completed. Without `best` it is 5 (schema.org's default), or the next of 10 and 100 that the
 * value fits into; without `worst` it is 1 (schema.org's default), or 0 where the value is below 1, the scale is a
 * percentage, or `best` is 1 (thumbs up or down). Null if the value does not lie on its scale.
 */
export function completeRating(rating: {
  value: number;
  best?: number | null | undefined;
  worst?: number | null | undefined;
}): Rating | null {
  const { value } = rating;
  const best = rating.best ?? [5, 10, 100].find((candidate) => value <= candidate);
  if (best === undefined) return null;
  const worst = rating.worst ?? (value < 1 || best === 1 || best === 100 ? 0 : 1);
  const sound = [value, best, worst].every(Number.isFinite) && worst < best && value >= worst && value <= best;
  return sound ? { value, best, worst } : null;
}

/**
 * A rating as written for people: `4.5/5`, `8 out of 10`, `★★★☆☆`, `80%`, `4,5 von 5`, `3星`; a bare number has no
 * scale. Null if it is none.
 */
export function parseRating(text: string): { value: number; best?: number } | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const stars = /[★☆⭐✩✮✭⯨½]{2,}/u.exec(plain)?.[0];
  if (stars && /[☆✩]/u.test(stars)) {
    const all = [...stars.replaceAll('½', '')].length;
    const full = [...stars].filter((c) => '★⭐✮✭'.includes(c)).length;
    return { value: full + (/[⯨½]/u.test(stars) ? 0.5 : 0), best: all };
  }
  if (stars) return { value: [...stars].filter((c) => '★⭐✮✭'.includes(c)).length, best: 5 };
  const percent = /(\d+(?:[.,]\d+)?) ?%/.exec(plain);
  if (percent) return { value: parseNumber(percent[1]) ?? 0, best: 100 };
  const of = /(\d+(?:[.,]\d+)?) ?(?:\/|out of|of|von|sur|de|su|av|van|из|满分) ?(\d+(?:[.,]\d+)?)/i.exec(plain);
  const best = of && parseNumber(of[2]);
  const value = parseNumber(of ? of[1] : plain);
  if (value === null) return null;
  if (best) return { value, best };
  return /^\D*\d+(?:[.,]\d+)? ?(?:星|stars?\b)/i.test(plain) ? { value, best: value > 5 ? 10 : 5 } : { value };
}
