/** One YAML file as plain values that remember their places. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import type { Code } from './codes.ts';
import type { ConfigProblem } from './problem.ts';

export type Path = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Aliases multiply: a file of a kilobyte can unfold to billions of values. No honest file comes near this number. */
const MAX_VALUES = 100_000;
const MAX_DEPTH = 50;

/** A parsed file: its plain value, and where in the file each part of it stands. */
export class YamlFile {
  readonly file: string;
  /** Undefined when the file cannot be read as YAML at all; `problems` says why. */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #places: ReadonlyMap<string, Spot>;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
    this.#lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, stringKeys: false });
    const reader = new Reader((code, offset, message, more) => this.#problem(code, offset, message, more));
    const problems = this.#syntaxProblems([...document.errors, ...document.warnings]);
    const broken = problems.some(({ code }) => code !== 'E106');
    if (!broken && (document.contents === null || isEmpty(document.contents))) {
      problems.push(this.#problem('E107', 0, 'the file is empty'));
    } else if (!broken && document.contents) {
      const value = reader.read(document.contents);
      problems.push(...reader.problems);
      // With a part of the file lost, everything said about the rest could be a mere consequence.
      if (!reader.problems.some(({ code }) => code !== 'E110')) this.value = value;
    }
    this.#places = reader.places;
    this.problems = problems;
  }

  /** Where the value at `path` stands, or the key that leads to it; undefined if there is nothing at `path`. */
  place(path: Path, part: 'key' | 'value' = 'value'): Place | undefined {
    const spot = this.#places.get(JSON.stringify(path));
    if (!spot) return undefined;
    return this.#at(part === 'key' ? spot.key : spot.start);
  }

  /** Where the nearest existing thing on the way to `path` stands: for what is missing, the map it is missing from. */
  placeNear(path: Path): Place {
    for (let depth = path.length; depth > 0; depth--) {
      const place = this.place(path.slice(0, depth), 'key');
      if (place) return place;
    }
    return this.place([]) ?? { line: 1, column: 1 };
  }

  /** Where character `offset` of the text at `path` stands, where the file shows the text as it is; else its start. */
  placeWithin(path: Path, offset: number): Place {
    const spot = this.#places.get(JSON.stringify(path));
    if (!spot) return this.placeNear(path);
    const found = spot.text === undefined ? -1 : this.#text.slice(spot.start, spot.end).indexOf(spot.text);
    const shift = found < 0 || offset > (spot.text?.length ?? 0) ? 0 : found + offset;
    return this.#at(spot.start + shift);
  }

  #at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return line === 0 ? { line: 1, column: 1 } : { line, column: col };
  }

  #problem(code: Code, offset: number, message: string, more: { hint?: string } = {}): ConfigProblem {
    return { code, file: this.file, ...this.#at(offset), message, ...more };
  }

  /** One broken bracket makes the rest of a file unreadable: only the first such error tells something. */
  #syntaxProblems(errors: readonly YAMLError[]): ConfigProblem[] {
    const problems: ConfigProblem[] = [];
    for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
      const offset = error.pos[0];
      if (error.code === 'DUPLICATE_KEY') {
        const key = /^\S+?(?=\s*:)/.exec(this.#text.slice(offset, offset + 200))?.[0] ?? 'a key';
        problems.push(this.#problem('E106', offset, `"${unquoted(key)}" is given twice in the same map`));
      } else if (error.code === 'TAG_RESOLVE_FAILED') {
        problems.push(this.#problem('E110', offset, 'tags (!) are not used in configuration'));
      } else {
        problems.push(this.#problem('E105', offset, ...syntaxWords(error)));
        break;
      }
    }
    return problems;
  }
}

interface Spot {
  readonly key: number;
  readonly start: number;
  readonly end: number;
  readonly text?: string;
}

type Report = (code: Code, offset: number, message: string, more?: { hint?: string }) => ConfigProblem;

/** Walks the parsed nodes: unfolds aliases within limits and notes where every value stands. */
class Reader {
  readonly places = new Map<string, Spot>();
  readonly problems: ConfigProblem[] = [];
  readonly #report: Report;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #count = 0;
  #overflow = false;

  constructor(report: Report) {
    this.#report = report;
  }

  read(node: Node): unknown {
    return this.#value(node, [], offsetOf(node));
  }

  #fail(code: Code, offset: number, message: string, more?: { hint?: string }): undefined {
    this.problems.push(this.#report(code, offset, message, more));
    return undefined;
  }

  #value(given: Node, path: Path, key: number): unknown {
    if (this.#overflow) return undefined;
    const start = offsetOf(given);
    if (++this.#count > MAX_VALUES || path.length > MAX_DEPTH) {
      this.#overflow = true;
      const what = path.length > MAX_DEPTH ? `${MAX_DEPTH} levels` : `${MAX_VALUES.toLocaleString('en')} values`;
      return this.#fail('E104', start, `the file unfolds to more than ${what}`);
    }
    let node = given;
    if (isAlias(node)) {
      const anchor = this.#anchors.get(node.source);
      if (!anchor) return this.#fail('E108', start, `alias *${node.source} has no anchor &${node.source} before it`);
      if (this.#open.has(anchor)) return this.#fail('E108', start, `alias *${node.source} leads back to itself`);
      node = anchor;
    } else if ('anchor' in node && node.anchor) {
      this.#anchors.set(node.anchor, node);
    }
    const plain = isScalar(node) ? node.value : undefined;
    const text = typeof plain === 'string' ? { text: plain } : {};
    this.places.set(JSON.stringify(path), { key, start, end: given.range?.[1] ?? start, ...text });
    this.#open.add(node);
    const value = isScalar(node) ? plain : this.#collection(node, path);
    this.#open.delete(node);
    return value;
  }

  #collection(node: Node, path: Path): unknown {
    if (isSeq(node)) {
      return node.items.map((item, i) => this.#value(item as Node, [...path, i], offsetOf(item as Node)));
    }
    if (!isMap(node)) return undefined;
    const entries: [string, unknown][] = [];
    for (const pair of node.items) {
      const offset = offsetOf(pair.key as Node);
      const name = isScalar(pair.key) ? pair.key.value : undefined;
      if (name === '<<') {
        this.#fail('E110', offset, 'merge keys (<<) are not used in configuration', { hint: 'write the keys out' });
      } else if (typeof name !== 'string' || name === '__proto__') {
        const hint = typeof name === 'number' || typeof name === 'boolean' ? { hint: `write "${name}"` } : {};
        this.#fail('E110', offset, 'a key must be a word', hint);
      } else if (pair.value === null) {
        this.places.set(JSON.stringify([...path, name]), { key: offset, start: offset, end: offset });
        entries.push([name, null]);
      } else {
        entries.push([name, this.#value(pair.value as Node, [...path, name], offset)]);
      }
    }
    return Object.fromEntries(entries);
  }
}

function offsetOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function unquoted(key: string): string {
  return key.replace(/^(["'])(.*)\1$/, '$2');
}

/** The parser's words for the commonest slips, said for people who edit YAML twice a year. */
function syntaxWords(error: YAMLError): [message: string, more?: { hint: string }] {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return ['a tab is used to indent', { hint: 'indent with blanks' }];
    case 'MULTIPLE_DOCS':
      return ['a second document begins here (---)', { hint: 'put each into a file of its own' }];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return ['a second ":" on one line', { hint: 'put a value that contains ": " in quotes' }];
    case 'RESOURCE_EXHAUSTION':
      return ['brackets are nested too deep'];
    default:
      return [`not valid YAML: ${error.message.replace(/ at line \d+, column \d+:?[\s\S]*$/, '')}`];
  }
}
