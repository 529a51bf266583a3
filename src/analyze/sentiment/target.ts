/** Sentiment towards something the text names: read where it stands, clause by clause. */
import type { Span } from '../../model.ts';
import { clausesOf, masked, readText } from '../text.ts';
import type { SentimentModel } from './model.ts';
import { type Reading, readingOf, type Three } from './reading.ts';
import type { Units } from './units.ts';

/** Where the target stands: the spans given, or wherever one of the words does (whatever the case). */
export function findTarget(text: string, words: readonly string[], spans: readonly Span[]): Span[] {
  const good = spans.filter(([start, end]) => start >= 0 && end > start && end <= text.length);
  if (good.length > 0) return good;
  const lower = text.toLowerCase();
  const found: Span[] = [];
  if (lower.length !== text.length) return found;
  for (const word of words) {
    const needle = word.toLowerCase().trim();
    if (needle === '') continue;
    for (let at = lower.indexOf(needle); at >= 0 && found.length < 50; at = lower.indexOf(needle, at + needle.length)) {
      found.push([at, at + needle.length]);
    }
  }
  return found;
}

/** Left behind: `以前的 T`, `from T`, `T 换成`, `ditched T`; come to: `换成 T`, `switched to T`, `比 … T`. */
const LEFT_BEFORE =
  /(?:以前的|之前的|原来的|原先的|从前的|不如|远不如|告别|抛弃|弃了?|放弃|卸载了?|(?:switch(?:ed|ing)?|mov(?:ed|ing)|chang(?:ed|ing)|c[ao]me|coming|went) (?:over )?from|(?:ditch|dump|dropp|left|leav|quit|cancel)(?:ed|ing|led)?|unlike|instead of|better than|than|goodbye|bye) *(?:my |the |old |用? *)*$/i;
const LEFT_AFTER = /^ *(?:换成|换到|转到|改用|转用|换了|之后换|换)(?!.{0,2}不)/;
const FOUND_BEFORE =
  /(?:换成了?|换到了?|换了|转到|转投|改用了?|转用|投奔|(?:switch(?:ed|ing)?|mov(?:ed|ing)|chang(?:ed|ing)|upgrad(?:ed|ing)|went|going|convert(?:ed|ing)?) (?:\S+ )?(?:\S+ )?(?:over )?to) *(?:the |an? )*$/i;

/**
 * How the text feels about what stands at `places`: the clauses it stands in, what follows them in the sentence, and
 * a little of the whole. Without a place: the whole.
 */
export function judgeTarget(
  model: SentimentModel,
  units: Units,
  text: string,
  places: readonly Span[],
  kind: 'review' | 'post' | undefined,
  overall: Reading,
): Reading {
  if (places.length === 0) return overall;
  const clauses = clausesOf(masked(readText(text)));
  let near: Reading | null = null;
  let weight = 0;
  for (const [start, end] of places.slice(0, 8)) {
    const at = clauses.findIndex((c) => c.end > start && c.start < end);
    if (at < 0) continue;
    const clause = clauses[at]!;
    const own = readPart(model, units, clause.start, clause.end, kind);
    const turned = turn(text, start, end);
    const reading = turned === 0 ? own : lean(own, turned);
    near = near === null ? reading : blend(near, reading, weight / (weight + 1));
    weight++;
  }
  return near === null ? overall : blend(near, overall, 0.75);
}

/** −1: left behind, 1: come to, 0: neither. */
function turn(text: string, start: number, end: number): -1 | 0 | 1 {
  const before = text.slice(Math.max(0, start - 40), start);
  if (FOUND_BEFORE.test(before)) return 1;
  if (LEFT_BEFORE.test(before) || LEFT_AFTER.test(text.slice(end, end + 10))) return -1;
  return 0;
}

function readPart(
  model: SentimentModel,
  units: Units,
  start: number,
  end: number,
  kind: 'review' | 'post' | undefined,
): Reading {
  const from = units.foldedOffset(start);
  const to = units.foldedOffset(end);
  let first = 0;
  while (first < units.count && units.end[first]! <= from) first++;
  let last = first;
  while (last < units.count && units.start[last]! < to) last++;
  const judged = model.judge(units, kind, first, last);
  return readingOf(judged.p, judged.fair);
}

function lean(reading: Reading, direction: -1 | 1): Reading {
  const pull = (p: Three): Three => {
    const factor = direction === 1 ? 4 : 0.25;
    const w = [p[0] / factor, p[1] * 0.6, p[2] * factor] as const;
    const total = w[0] + w[1] + w[2];
    return [w[0] / total, w[1] / total, w[2] / total];
  };
  return readingOf(pull(reading.p), pull(reading.fair));
}

function blend(a: Reading, b: Reading, share: number): Reading {
  const mixed = (x: Three, y: Three): Three => [
    x[0] * share + y[0] * (1 - share),
    x[1] * share + y[1] * (1 - share),
    x[2] * share + y[2] * (1 - share),
  ];
  return readingOf(mixed(a.p, b.p), mixed(a.fair, b.fair));
}
