/**
 * Plans that are kept. Clients of the embedded store send unnamed statements, for names would collide in the session
 * they share, and Postgres plans an unnamed statement anew each time: most of the time of a short query. What comes more
 * than once is therefore given a name here, and from then on only bound; the client is told what it expects to hear.
 */
import { message, SYNC } from './wire.ts';

/** So many plans are kept: more than the service has statements. A plan over partitions takes some ten kilobytes. */
const MOST_KEPT = 300;
/** Statements seen once, so that those made up for one question (a list of any length) take no room. */
const MOST_SEEN = 2_000;

const PARSE = 'P'.charCodeAt(0);
const BIND = 'B'.charCodeAt(0);
const DESCRIBE = 'D'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);
const SYNCING = 'S'.charCodeAt(0);
const SIMPLE = 'Q'.charCodeAt(0);
const PARSE_COMPLETE_TYPE = '1'.charCodeAt(0);
const PARSE_COMPLETE = message('1', Buffer.alloc(0));
const HEADER = 5;
/**
 * A range of months is planned anew each time: only with the months at hand does Postgres know which partitions it leaves
 * out, and that a moment says more than its month.
 */
const ASKS_FOR_MONTHS = /month\s*>=\s*\$/;
const CHANGES_TABLES = /^\s*(?:create|alter|drop|truncate)\b/i;

/** A unit of work as it is run, and what the client is told before its answer. */
export interface Rewritten {
  readonly bytes: Buffer;
  readonly preface: Buffer | null;
  /** To be told the first byte of the answer: whether a statement got its name. */
  readonly answered: (first: number | undefined) => void;
}

export class Statements {
  /** Statement with its parameter types → name, the longest unused first. */
  readonly #kept = new Map<string, string>();
  readonly #seen = new Set<string>();
  #names = 0;
  /** To be forgotten by the engine before anything else is run. */
  #dropped: string[] = [];

  /** `frames`: the messages of one unit of work. */
  rewrite(frames: readonly Buffer[]): Rewritten {
    const key = plainStatement(frames);
    if (key === null) {
      if (frames.some(changesTables)) this.#forgetAll();
      return { bytes: joined(frames), preface: null, answered: () => undefined };
    }
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return {
        bytes: joined([bound(frames[1]!, known), ...frames.slice(2)]),
        preface: PARSE_COMPLETE,
        answered: () => undefined,
      };
    }
    if (!this.#seen.has(key)) {
      if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
      this.#seen.add(key);
      return { bytes: joined(frames), preface: null, answered: () => undefined };
    }
    const name = `kept_${++this.#names}`;
    return {
      bytes: joined([named(frames[0]!, name), bound(frames[1]!, name), ...frames.slice(2)]),
      preface: null,
      answered: (first) => {
        if (first === PARSE_COMPLETE_TYPE) this.#keep(key, name);
      },
    };
  }

  /** Messages by which the engine forgets what is no longer kept, to be run first; null where there are none. */
  takeDropped(): Buffer | null {
    if (this.#dropped.length === 0) return null;
    const closing = this.#dropped.map((name) => message('C', Buffer.from(`S${name}\0`)));
    this.#dropped = [];
    return joined([...closing, SYNC]);
  }

  #keep(key: string, name: string): void {
    this.#seen.delete(key);
    this.#kept.set(key, name);
    if (this.#kept.size <= MOST_KEPT) return;
    const [[oldest, its]] = this.#kept as unknown as [[string, string]];
    this.#kept.delete(oldest);
    this.#dropped.push(its);
  }

  /** A table may have got another column: plans whose rows look different now are refused by Postgres. */
  #forgetAll(): void {
    this.#dropped.push(...this.#kept.values());
    this.#kept.clear();
  }
}

/** The unnamed statement that a batch parses, binds, describes and executes once, with its types; null for all else. */
function plainStatement(frames: readonly Buffer[]): string | null {
  const [parse, bind, describe, run, sync] = frames;
  if (frames.length !== 5) return null;
  if (parse![0] !== PARSE || bind![0] !== BIND || describe![0] !== DESCRIBE) return null;
  if (run![0] !== EXECUTE || sync![0] !== SYNCING) return null;
  // No name of a statement, none of a portal.
  if (parse![HEADER] !== 0 || bind![HEADER] !== 0 || bind![HEADER + 1] !== 0) return null;
  const key = parse!.toString('utf8', HEADER + 1);
  return CHANGES_TABLES.test(key) || ASKS_FOR_MONTHS.test(key) ? null : key;
}

function changesTables(frame: Buffer): boolean {
  if (frame[0] === SIMPLE) return /\b(?:create|alter|drop|truncate)\b/i.test(frame.toString('utf8', HEADER));
  return frame[0] === PARSE && CHANGES_TABLES.test(frame.toString('utf8', frame.indexOf(0, HEADER) + 1));
}

const named = (parse: Buffer, name: string) => message('P', Buffer.concat([Buffer.from(name), parse.subarray(HEADER)]));

const bound = (bind: Buffer, name: string) =>
  message('B', Buffer.concat([Buffer.from(`\0${name}`), bind.subarray(HEADER + 1)]));

const joined = (frames: readonly Buffer[]) => (frames.length === 1 ? frames[0]! : Buffer.concat(frames));
