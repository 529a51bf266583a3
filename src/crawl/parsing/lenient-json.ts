/**
 * JSON as it is found inside web pages: comments, CDATA and HTML wrappers, trailing commas, raw line breaks and
 * unescaped quotes inside strings, wrong escapes, several documents in a row, a document cut off in the middle.
 * What is sound is kept, what is not is left out; nothing is made up.
 */

export interface LenientJson {
  /** Every document found, in order. */
  readonly values: readonly unknown[];
  /** Objects that were cut off before their end: what they say is not to be trusted to be all. */
  readonly incomplete: ReadonlySet<unknown>;
}

/** Reads `text`, strictly where that works, else as well as it can be read. Never throws. */
export function parseLenientJson(text: string): LenientJson {
  const source = text
    .replace(/^\uFEFF/, '')
    .replace(/<!\[CDATA\[|\]\]>|<!--|-->/g, ' ')
    .trim();
  for (const candidate of source.includes('&quot;') ? [source, unescapeHtml(source)] : [source]) {
    try {
      return { values: [JSON.parse(candidate)], incomplete: new Set() };
    } catch {
      // Not strict JSON: read it leniently below.
    }
  }
  const reader = new Reader(/^[[{]\s*&quot;/.test(source) ? unescapeHtml(source) : source);
  return { values: reader.documents(), incomplete: reader.incomplete };
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
/** Deeper nesting than any real page's is an attack on the stack. */
const MAX_DEPTH = 200;
const NOTHING = Symbol('nothing');

class Reader {
  readonly incomplete = new Set<unknown>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  documents(): unknown[] {
    const found: unknown[] = [];
    for (;;) {
      const start = this.#text.slice(this.#at).search(/[[{]/);
      if (start < 0) return found;
      this.#at += start;
      const value = this.#value(0);
      if (value !== NOTHING) found.push(value);
    }
  }

  #value(depth: number): unknown {
    this.#skip();
    const c = this.#text[this.#at];
    if (c === '"' || c === "'") return this.#string(c);
    if ((c === '{' || c === '[') && depth < MAX_DEPTH) {
      this.#at++;
      return c === '{' ? this.#object(depth + 1) : this.#array(depth + 1);
    }
    const bare = /^[^\s,:{}[\]"]+/.exec(this.#text.slice(this.#at, this.#at + 64))?.[0];
    if (bare === undefined) return NOTHING;
    this.#at += bare.length;
    if (bare === 'true' || bare === 'false') return bare === 'true';
    if (bare === 'null' || bare === 'undefined' || bare === 'NaN') return null;
    const number = Number(bare);
    return Number.isNaN(number) ? bare : number;
  }

  #object(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = Object.create(null);
    for (;;) {
      this.#skip();
      const c = this.#text[this.#at];
      if (c === undefined) break;
      this.#at++;
      if (c === '}') return object;
      if (c === ',' || c === ':') continue;
      if (c === ']' || c === '[' || c === '{') {
        // A bracket that has no place here: this object's end is missing.
        this.#at--;
        this.incomplete.add(object);
        return object;
      }
      this.#at--;
      const key = this.#value(depth);
      this.#skip();
      if (this.#text[this.#at] !== ':') {
        if (this.#at >= this.#text.length) break;
        if (key === NOTHING) this.#at++;
        continue;
      }
      this.#at++;
      const value = this.#value(depth);
      if (this.#at >= this.#text.length && typeof value !== 'object') break;
      if (value !== NOTHING && typeof key === 'string') object[key] = value;
    }
    this.incomplete.add(object);
    return object;
  }

  #array(depth: number): unknown[] {
    const array: unknown[] = [];
    for (;;) {
      this.#skip();
      const c = this.#text[this.#at];
      if (c === undefined || c === '}') return array;
      if (c === ']' || c === ',' || c === ':') {
        this.#at++;
        if (c === ']') return array;
        continue;
      }
      const value = this.#value(depth);
      if (value === NOTHING) this.#at++;
      else array.push(value);
    }
  }

  /** A quote inside a string ends it only where something follows that can follow a string. */
  #string(quote: string): string {
    let value = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const c = this.#text[this.#at]!;
      if (c === quote && /^\s*(?:[,:}\]]|$)/.test(this.#text.slice(this.#at + 1, this.#at + 200))) {
        this.#at++;
        return value;
      }
      if (c !== '\\') {
        value += c;
        continue;
      }
      const escaped = this.#text[++this.#at] ?? '';
      const code = escaped === 'u' ? /^[\da-f]{4}/i.exec(this.#text.slice(this.#at + 1, this.#at + 5))?.[0] : undefined;
      if (code !== undefined) this.#at += 4;
      value += code === undefined ? (ESCAPES[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(code, 16));
    }
    return value;
  }

  #skip(): void {
    const space = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*|;)+/y;
    space.lastIndex = this.#at;
    if (space.test(this.#text)) this.#at = space.lastIndex;
  }
}
