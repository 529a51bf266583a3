/** The mentions of a replay, some days at a time, so that what stands behind a spike need not be asked of the store. */
import type { Label } from '../model.ts';
import { type BehindQuery, mentionsIn, splitSeries, type TimedMention } from '../store/signals.ts';
import type { Db } from '../store/store.ts';

const DAY_MS = 24 * 3_600_000;

export class MentionMemory {
  readonly #db: Db;
  readonly #brand: string;
  /** By day, newest first. */
  readonly #days = new Map<number, readonly TimedMention[]>();

  constructor(db: Db, brand: string) {
    this.#db = db;
    this.#brand = brand;
  }

  /** As `mentionsBehind` and `voicesBehind` answer. */
  async behind({ series, from, to, label, limit }: BehindQuery): Promise<readonly TimedMention[]> {
    const within = inSeries(series, label);
    const found: TimedMention[] = [];
    const first = Math.floor(from.getTime() / DAY_MS);
    for (let day = Math.floor((to.getTime() - 1) / DAY_MS); day >= first; day--) {
      for (const mention of await this.#of(day)) {
        if (mention.at >= to) continue;
        if (mention.at < from || found.length >= limit) return found;
        if (within(mention)) found.push(mention);
      }
    }
    return found;
  }

  async #of(day: number): Promise<readonly TimedMention[]> {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const from = day * DAY_MS;
    const read = await mentionsIn(this.#db, this.#brand, new Date(from), new Date(from + DAY_MS));
    // Windows look back, and the replay goes on: what lies days behind is not asked for again.
    for (const old of this.#days.keys()) if (old < day - KEPT_DAYS) this.#days.delete(old);
    this.#days.set(day, read);
    return read;
  }
}

/** What is usual of people is learned from two weeks. */
const KEPT_DAYS = 16;

/** As the store counts: an aspect as it was felt, all else by the label of the whole. */
function inSeries(series: string, label: Label | null): (mention: TimedMention) => boolean {
  const [dimension, value = ''] = splitSeries(series);
  const labelled = (mention: { readonly label: Label }) => label === null || mention.label === label;
  if (dimension === 'site') return (mention) => mention.site === value && labelled(mention);
  if (dimension === 'aspect') return ({ felt }) => felt.some((one) => one.aspect === value && labelled(one));
  if (dimension === 'intent') {
    return (mention) => mention.intents.some((intent) => intent === value) && labelled(mention);
  }
  return labelled;
}
