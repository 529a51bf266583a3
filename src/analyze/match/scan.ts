/** All needles looked for in a title or text in one pass. */
import type { Mark } from '../text.ts';
import { Automaton } from './automaton.ts';
import type { Field } from './field.ts';
import { asWritten, type Needle, standsFree } from './needle.ts';
import { endsHandle, namesInTag } from './tagged.ts';

/** An occurrence of a needle. Offsets are UTF-16 units of the field as given, end exclusive. */
export interface Hit {
  readonly needle: number;
  readonly field: 'title' | 'text';
  readonly start: number;
  readonly end: number;
}

/** A needle, and whether it counts `anywhere`, inside other words too (what a term may be inside of). */
export interface Sought extends Needle {
  readonly anywhere: boolean;
}

export class Scanner {
  readonly #needles: readonly Sought[];
  readonly #automaton: Automaton;
  /** Which needles a pattern stands for; `joined`: the form without blanks, for tags and handles only. */
  readonly #uses: { needle: number; joined: boolean }[][] = [];
  readonly #patterns: string[] = [];

  constructor(needles: readonly Sought[]) {
    this.#needles = needles;
    const index = new Map<string, number>();
    const add = (pattern: string, needle: number, joined: boolean) => {
      let at = index.get(pattern);
      if (at === undefined) {
        at = this.#patterns.length;
        index.set(pattern, at);
        this.#patterns.push(pattern);
        this.#uses.push([]);
      }
      this.#uses[at]!.push({ needle, joined });
    };
    for (const [i, needle] of needles.entries()) {
      add(needle.key, i, false);
      if (needle.joined !== null) add(needle.joined, i, true);
    }
    this.#automaton = new Automaton(this.#patterns);
  }

  /** Appends the hits in `field` to `hits`, by their ends from left to right. */
  scan(field: Field, name: Hit['field'], hits: Hit[]): void {
    let next = 0;
    this.#automaton.scan(field.units, field.length, (pattern, to) => {
      const from = to - this.#patterns[pattern]!.length;
      const start = field.start(from);
      const end = field.end(to);
      const { marks } = field.doc;
      // Ends only grow; marks that end before this hit's start may still hold a longer one that is reported next.
      while (next < marks.length && marks[next]!.end <= start) next++;
      let at = next;
      while (at > 0 && marks[at - 1]!.end > start) at--;
      const mark = marks[at] !== undefined && marks[at]!.start <= start ? marks[at]! : null;
      const tag = mark !== null && isTag(mark) && end <= mark.end ? mark : null;
      const place: Place = { field, from, to, start, end, mark, tag };
      for (const use of this.#uses[pattern]!) {
        const needle = this.#needles[use.needle]!;
        if (!counts(needle, use.joined, place)) continue;
        // A handle or tag that was asked for with its sign is found with its sign.
        const whole = needle.scope === 'word' ? null : tag;
        hits.push({
          needle: use.needle,
          field: name,
          start: whole?.start ?? start,
          end: whole === null ? end : signedEnd(field.text, whole, end),
        });
      }
    });
  }
}

/** Where the automaton found something: in units, in the original, and in which mark. */
interface Place {
  readonly field: Field;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  readonly mark: Mark | null;
  /** The mark, where it is a handle or tag that holds all of the occurrence. */
  readonly tag: Mark | null;
}

const isTag = (mark: Mark): boolean => mark.kind === 'mention' || mark.kind === 'hashtag';

function counts(needle: Sought, joined: boolean, { field, from, to, start, end, mark, tag }: Place): boolean {
  const { text } = field;
  if (joined && tag === null) return false;
  if (needle.exact !== null && !isExact(text.slice(start, end), needle.exact, joined)) return false;
  if (needle.anywhere) return true;
  if (tag !== null) {
    if (needle.scope === 'word') return namesInTag(text, tag, start, end);
    if (needle.scope !== tag.kind || start !== tag.start + 1) return false;
    return needle.prefix || signedEnd(text, tag, end) === tag.end || (tag.kind === 'mention' && endsHandle(text, end));
  }
  if (needle.scope !== 'word') return false;
  const address = mark !== null && (mark.kind === 'url' || mark.kind === 'email') && end <= mark.end;
  return (!address || needle.inAddresses) && standsFree(field.units, field.length, from, to, needle.prefix);
}

/** `end`, or just behind the # that closes the tag there. */
function signedEnd(text: string, tag: Mark, end: number): number {
  return end === tag.end - 1 && tag.kind === 'hashtag' && /[#＃]/.test(text.charAt(end)) ? tag.end : end;
}

function isExact(written: string, exact: string, joined: boolean): boolean {
  return joined ? written.normalize('NFKC') === exact.replaceAll(' ', '') : asWritten(written) === exact;
}
