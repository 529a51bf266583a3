/** Features of a text as seen from something it names: what stands how far from it, on which side, in which clause. */
import type { Span } from '../../model.ts';
import { FEATURE_BITS, IdNumbers } from './features.ts';
import { finish, mix } from './hash.ts';
import type { SentimentModel } from './model.ts';
import { PUNCTUATION, type Units, unitsOf } from './units.ts';

const MASK = 2 ** FEATURE_BITS - 1;

/** Units [from, to) that name the target. */
export type Place = readonly [from: number, to: number];

/** Words that begin a clause of their own. */
const TURNS: ReadonlySet<number> = new Set(
  ['but', 'however', 'although', 'though', 'while', 'whereas', 'yet', '但', '却', '而'].map((w) => unitsOf(w).hash[0]!),
);

/** The units of a text cut into clauses: `clause[i]` counts up at punctuation and turning words. */
export function clauseNumbers({ count, kind, hash }: Units): Int32Array {
  const numbers = new Int32Array(count);
  let number = 0;
  for (let i = 0; i < count; i++) {
    if (kind[i] === PUNCTUATION || TURNS.has(hash[i]!)) number++;
    numbers[i] = number;
  }
  return numbers;
}

/** Zones around the target, by side: right beside it, near, elsewhere in its clause, next clause, far. */
function zoneOf(distance: number, clausesAway: number): number {
  if (clausesAway === 0) return distance <= 1 ? 0 : distance <= 4 ? 1 : 2;
  return clausesAway === 1 ? 3 : 4;
}

const TARGET = 0x7a6e7;
const SEEDS = { zoned: 0x1234567, clause: 0x2345678, plain: 0x3456789, pattern: 0x456789a, name: 0x56789ab };

/** Sequences of up to three units with their zone, without it, and with the target's place held open. */
export function placeFeatures(units: Units, places: readonly Place[], clauses: Int32Array): Int32Array {
  found.clear();
  const { count, hash } = units;
  const inside = new Uint8Array(count);
  for (const [from, to] of places) inside.fill(1, from, to);
  for (let i = 0; i < count; i++) {
    if (inside[i] === 1) continue;
    let h = 0;
    for (let k = i; k < Math.min(count, i + 3) && inside[k] === 0; k++) {
      h = mix(h, hash[k]!);
      const zoned = zoneNear(places, clauses, i, k + 1);
      add(h, SEEDS.zoned + zoned);
      if (zoned < 6) add(h, SEEDS.clause);
      add(h, SEEDS.plain);
    }
  }
  for (const [from, to] of places) {
    let name = 0;
    for (let i = from; i < to; i++) name = mix(name, hash[i]!);
    add(name, SEEDS.name);
    for (let left = 0; left <= 3; left++) {
      for (let right = 0; right <= 3; right++) {
        if (left + right === 0 || left + right > 4 || from - left < 0 || to + right > count) continue;
        let h = 0;
        for (let i = from - left; i < from; i++) h = mix(h, hash[i]!);
        h = mix(h, TARGET);
        for (let i = to; i < to + right; i++) h = mix(h, hash[i]!);
        add(h, SEEDS.pattern);
      }
    }
  }
  return found.ids.slice(0, found.count);
}

/** The features met; of one text at a time. */
const found = new IdNumbers();

function add(h: number, seed: number): void {
  found.of(finish(mix(h, seed)) & MASK);
}

/** Where units [i, end) stand as seen from the nearest place: twice the zone, plus 1 behind it. */
function zoneNear(places: readonly Place[], clauses: Int32Array, i: number, end: number): number {
  let best = Number.POSITIVE_INFINITY;
  let zone = 4;
  let side: 0 | 1 = 0;
  for (const [from, to] of places) {
    const before = end <= from;
    const distance = before ? from - end : i - to;
    if (distance >= best) continue;
    best = distance;
    side = before ? 0 : 1;
    zone = zoneOf(distance, before ? clauses[from]! - clauses[end - 1]! : clauses[i]! - clauses[to - 1]!);
  }
  return 2 * zone + side;
}

/** Names of what `surroundings` gives. */
export const SURROUNDINGS = ['whole', 'clause', 'near', 'before', 'after'].flatMap((part) => [
  `${part}:s`,
  `${part}:n`,
]);

/** What the language's model says of the parts of the text around the first place: balance, and log P(neutral). */
export function surroundings(
  model: SentimentModel,
  units: Units,
  places: readonly Place[],
  clauses: Int32Array,
  kind: 'review' | 'post' | undefined,
): Float64Array {
  const out = new Float64Array(SURROUNDINGS.length);
  const part = (k: number, from: number, to: number) => {
    const judged = to > from ? model.judge(units, kind, from, to) : null;
    out[k * 2] = judged === null ? 0 : Math.max(-6, Math.min(6, judged.balance));
    out[k * 2 + 1] = judged === null ? -1.5 : Math.log(judged.p[1] + 1e-3);
  };
  part(0, 0, units.count);
  const place = places[0];
  if (place === undefined) {
    for (let k = 1; k < 5; k++) out.copyWithin(k * 2, 0, 2);
    return out;
  }
  const [from, to] = place;
  let first = from;
  let last = to;
  while (first > 0 && clauses[first - 1] === clauses[from]) first--;
  while (last < units.count && clauses[last] === clauses[to - 1]) last++;
  part(1, first, last);
  part(2, Math.max(0, from - 4), Math.min(units.count, to + 4));
  part(3, 0, from);
  part(4, to, units.count);
  return out;
}

/** The units that stand in `spans` of the original text; spans without a unit are left out. */
export function placesOf(units: Units, spans: readonly Span[]): Place[] {
  const places: Place[] = [];
  for (const [start, end] of spans) {
    const a = units.foldedOffset(start);
    const b = units.foldedOffset(end);
    let from = 0;
    while (from < units.count && units.end[from]! <= a) from++;
    let to = from;
    while (to < units.count && units.start[to]! < b) to++;
    if (to > from) places.push([from, to]);
  }
  return places;
}
