/** A line of a message, independent of how it is shown: words, numbers that link to their rows, quoted names. */
import type { Figure, Path } from '../views/parts.ts';
import { clip } from './excerpt.ts';

export type Inline =
  | string
  /** Words that matter most. */
  | { readonly is: 'strong'; readonly content: Line }
  /** A number, already in the reader's format, and the rows behind it. */
  | { readonly is: 'figure'; readonly text: string; readonly to: Path }
  /** A link to one of our own pages. */
  | { readonly is: 'link'; readonly content: Line; readonly to: Path }
  /** A link to somewhere else; shown as plain words where the address may not be linked. */
  | { readonly is: 'away'; readonly content: Line; readonly url: string | null }
  /** Words by a stranger (a name, a topic): isolated, so that their direction stays their own. */
  | { readonly is: 'foreign'; readonly text: string }
  /** Words of lesser weight. */
  | { readonly is: 'aside'; readonly content: Line };

export type Line = readonly Inline[];

/** A sentence with values in it: `` line`${strong('Acme')} has ${n} mentions` ``. Lists are put in as they are. */
export function line(strings: TemplateStringsArray, ...values: readonly (Inline | Line | number)[]): Line {
  const out: Inline[] = [];
  const add = (piece: Inline): void => {
    const last = out.length - 1;
    if (piece === '') return;
    if (typeof piece === 'string' && typeof out[last] === 'string') out[last] += piece;
    else out.push(piece);
  };
  strings.forEach((words, i) => {
    add(words);
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === 'number') add(String(value));
    else if (isLine(value)) value.forEach(add);
    else add(value);
  });
  return out;
}

export function strong(content: Line | string): Inline {
  return { is: 'strong', content: asLine(content) };
}

export function aside(content: Line | string): Inline {
  return { is: 'aside', content: asLine(content) };
}

/** A stranger's words within a line: at most `max` graphemes, on one line, without signs that turn the direction. */
export function foreign(text: string, max = 40): Inline {
  return { is: 'foreign', text: clip(tame(text), max) };
}

/** On one line, well-formed, without control characters and without marks that turn the direction of what follows. */
export function tame(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\s\x00-\x1F\x7F-\x9F\u2028\u2029]+/g, ' ')
    .trim();
}

export function link(content: Line | string, to: Path): Inline {
  return { is: 'link', content: asLine(content), to };
}

export function away(content: Line | string, url: string | null): Inline {
  return { is: 'away', content: asLine(content), url };
}

/** A counted number in words: `text` is its value as the reader writes numbers. */
export function figure(of: Figure, text: string): Inline {
  return { is: 'figure', text, to: of.evidence };
}

/** Lines in a row with `between` between them; empty ones are left out. */
export function joinLines(lines: readonly Line[], between: string): Line {
  return lines.filter((l) => l.length > 0).flatMap((l, i) => (i === 0 ? l : [between, ...l]));
}

/** The words alone. */
export function plain(content: Line | string): string {
  return asLine(content)
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'content' in piece ? plain(piece.content) : piece.text;
    })
    .join('');
}

function asLine(content: Line | string): Line {
  return typeof content === 'string' ? [content] : content;
}

function isLine(value: Inline | Line): value is Line {
  return Array.isArray(value);
}
