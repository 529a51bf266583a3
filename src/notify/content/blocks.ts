/**
 * What a message says, in order, before anyone decides how it looks. Mail (HTML and text), chat channels and pages all
 * render these blocks, so that none of them can say more, or less, than another.
 */
import type { Label, Severity } from '../../model.ts';
import type { Path } from '../views/parts.ts';
import type { Excerpt } from './excerpt.ts';
import type { Language } from './format.ts';
import type { Line } from './inline.ts';

/** Colour with a meaning; never the only sign of it. */
export type Tone = 'negative' | 'positive' | 'neutral' | 'own' | 'warning' | 'plain';

/** A quoted post. */
export interface PostBlock {
  readonly is: 'post';
  readonly label: Label;
  readonly labelWord: string;
  /** Site, author, time. */
  readonly byline: Line;
  readonly title: Excerpt | null;
  /** Null for a bare rating. */
  readonly excerpt: Excerpt | null;
  /** Reach, copies, links. */
  readonly meta: Line;
}

/** A row with a bar: its parts are shares of the bar's full width, 0…1. */
export interface BarRow {
  readonly label: Line;
  readonly parts: readonly { readonly share: number; readonly tone: Tone }[];
  readonly value: Line;
  readonly note?: Line;
  /** Set off from the others (the own brand among competitors). */
  readonly marked?: boolean;
}

/** What a chart shows; the picture itself is drawn by the channel that can show pictures. */
export interface ChartSpec {
  /** Counts of each bin, oldest first; null = nothing could be seen. */
  readonly bars: readonly { readonly total: number | null; readonly negative: number | null }[];
  /** The ordinary course, bin by bin; null while it is not known yet. */
  readonly band: readonly ({ readonly low: number; readonly expected: number; readonly high: number } | null)[];
}

export type Block =
  /** The first lines: what this is, what happened. */
  | {
      readonly is: 'headline';
      readonly kicker: Line;
      readonly severity: { readonly value: Severity; readonly word: string } | null;
      readonly title: string;
      readonly lead: readonly Line[];
    }
  | {
      readonly is: 'notice';
      readonly tone: 'warning' | 'plain';
      readonly title: string;
      readonly lines: readonly Line[];
    }
  /** A question and its answer per row. */
  | {
      readonly is: 'facts';
      readonly rows: readonly { readonly name: string; readonly value: Line; readonly note?: Line }[];
    }
  /** Key numbers side by side. */
  | {
      readonly is: 'tiles';
      readonly tiles: readonly {
        readonly name: string;
        readonly value: Line;
        readonly note: Line;
        readonly tone: Tone;
      }[];
    }
  | {
      readonly is: 'actions';
      readonly actions: readonly {
        readonly words: string;
        readonly to: Path;
        readonly weight: 'first' | 'second' | 'third';
      }[];
    }
  | { readonly is: 'section'; readonly title: string; readonly note: string | null }
  | { readonly is: 'subtitle'; readonly title: string }
  | { readonly is: 'text'; readonly content: Line }
  | { readonly is: 'list'; readonly ordered: boolean; readonly items: readonly Line[] }
  | {
      readonly is: 'chart';
      readonly id: string;
      readonly spec: ChartSpec;
      /** What the picture shows, in words, for those who do not see it. */
      readonly alternative: string;
      readonly caption: Line;
      /** Words of the axes: the vertical one's top; the horizontal one's beginning, (middle) and end. */
      readonly top: string;
      readonly along: readonly string[];
    }
  | { readonly is: 'bars'; readonly rows: readonly BarRow[] }
  | PostBlock
  | {
      readonly is: 'footer';
      readonly lines: readonly Line[];
      /** What a number's link leads to: only where numbers are links. */
      readonly links?: string;
    };

/** A whole message. */
export interface Message {
  readonly subject: string;
  /** What an inbox shows beside the subject. */
  readonly preheader: string;
  readonly blocks: readonly Block[];
}

/** For whom a message is written. */
export interface Reader {
  readonly language: Language;
  /** IANA zone. */
  readonly timezone: string;
  /** How this installation calls itself. */
  readonly serviceName: string;
}

/** How much goes in: mails that would grow beyond what mail programs show are composed again with less. */
export interface Limits {
  readonly posts: number;
  /** Graphemes of one quotation. */
  readonly excerpt: number;
  readonly rows: number;
}
