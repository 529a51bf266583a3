/**
 * Templates: `{name}` is a slot of the scene, `{one|another}` a choice; both may stand inside a choice. A scene's slots
 * are drawn once, so that a text keeps to one city, one hotel and one sum of money from its first word to its last.
 */
import type { Random } from '../random.ts';

export type Slots = Readonly<Record<string, string>>;

const INNERMOST = /\{([^{}]*)\}/;

/** Fills a template. Throws for a slot the scene does not have. */
export function fill(template: string, slots: Slots, random: Random): string {
  let text = template;
  for (let match = INNERMOST.exec(text); match !== null; match = INNERMOST.exec(text)) {
    const inside = match[1]!;
    const filled = inside.includes('|') ? random.pick(inside.split('|')) : slots[inside];
    if (filled === undefined) throw new Error(`no slot {${inside}} for “${template}”`);
    text = text.slice(0, match.index) + filled + text.slice(match.index + match[0].length);
  }
  return text;
}

/** Draws every item once before any comes again. */
export class Bag<T> {
  readonly #items: readonly T[];
  readonly #random: Random;
  #left: T[] = [];

  constructor(items: readonly T[], random: Random) {
    this.#items = items;
    this.#random = random;
  }

  draw(): T {
    if (this.#left.length === 0) this.#left = this.#random.shuffled(this.#items);
    const item = this.#left.pop();
    if (item === undefined) throw new RangeError('nothing to draw from');
    return item;
  }
}
