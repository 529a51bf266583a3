/**
 * A list of words known to praise or to blame, as hashes. What a list says of a word goes into a model as one feature
 * among many: it tells words never met in training from each other, and is outweighed where training knows better.
 */
import { PUNCTUATION, type Units, unitsOf, WORD } from './units.ts';

export interface PolarityList {
  /** Ascending hashes of units. */
  readonly hashes: Int32Array;
  /** −100…100. */
  readonly values: Int8Array;
}

export const NO_POLARITY: PolarityList = { hashes: new Int32Array(0), values: new Int8Array(0) };

const NEGATORS: ReadonlySet<number> = new Set(
  "not no never none nobody nothing neither nor without hardly barely scarcely cannot cant can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't couldn't haven't hasn't hadn't ain't lack lacks lacking dont doesnt didnt isnt wasnt wont wouldnt couldnt n't"
    .split(' ')
    .map((w) => unitsOf(w).hash[0]!),
);
/** How many units a negation reaches. */
const REACH = 4;

/** A list from words with values −1…1; entries of several words are left out. */
export function polarityList(entries: Iterable<readonly [word: string, value: number]>): PolarityList {
  const values = new Map<number, number>();
  for (const [word, value] of entries) {
    const units = unitsOf(word);
    const rounded = Math.round(Math.max(-1, Math.min(1, value)) * 100);
    if (units.count === 1 && rounded !== 0) values.set(units.hash[0]!, rounded);
  }
  const hashes = Int32Array.from(values.keys()).sort();
  return { hashes, values: Int8Array.from(hashes, (h) => values.get(h)!) };
}

export interface Polarities {
  /** −1…1 per unit of the text, 0 where nothing is known. */
  readonly values: Float32Array;
  /** 1 where a negation reaches. */
  readonly negated: Uint8Array;
}

/** Finds the polarity of units, turned by negations before them. */
export class PolarityReader {
  readonly #values: ReadonlyMap<number, number>;
  /** The text read last: parts of one text are read one after another. */
  #last: Units | null = null;
  #found: Polarities = { values: new Float32Array(0), negated: new Uint8Array(0) };

  constructor(list: PolarityList) {
    this.#values = new Map(Array.from(list.hashes, (h, i) => [h, list.values[i]! / 100]));
  }

  get empty(): boolean {
    return this.#values.size === 0;
  }

  /** Not to be written to. */
  read(units: Units): Polarities {
    if (this.#last === units) return this.#found;
    this.#last = units;
    this.#found = this.#find(units);
    return this.#found;
  }

  #find({ count, kind, hash }: Units): Polarities {
    const values = new Float32Array(count);
    const negated = new Uint8Array(count);
    if (this.empty) return { values, negated };
    let reach = 0;
    for (let i = 0; i < count; i++) {
      if (kind[i] === PUNCTUATION) reach = 0;
      else if (kind[i] === WORD && NEGATORS.has(hash[i]!)) reach = REACH;
      else {
        values[i] = this.#values.get(hash[i]!) ?? 0;
        if (reach > 0) {
          negated[i] = 1;
          reach--;
        }
      }
    }
    return { values, negated };
  }
}
