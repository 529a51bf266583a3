/** Writes what people in town write: whole texts from the material, none of them twice. */
import { ASPECTS } from '../../model.ts';
import { RIVALS, SPOKEN } from '../brands.ts';
import type { Feeling, Lang, Place } from '../posts.ts';
import type { Random } from '../random.ts';
import { EN_AROUND } from './en/around.ts';
import { EN_COMPLAINTS } from './en/complaints.ts';
import { EN_DISASTER } from './en/disaster.ts';
import { EN_PRAISE } from './en/praise.ts';
import { Bag, fill, type Slots } from './grammar.ts';
import type { DisasterMaterial, Material, Topic } from './material.ts';
import { drawScene } from './scene.ts';
import { capitalised, joined, styled } from './style.ts';
import { ZH_AROUND } from './zh/around.ts';
import { ZH_COMPLAINTS } from './zh/complaints.ts';
import { ZH_DISASTER } from './zh/disaster.ts';
import { ZH_PRAISE } from './zh/praise.ts';

export const MATERIAL: Readonly<Record<Lang, Material>> = {
  zh: { ...ZH_AROUND, complaints: ZH_COMPLAINTS, praise: ZH_PRAISE },
  en: { ...EN_AROUND, complaints: EN_COMPLAINTS, praise: EN_PRAISE },
};
export const DISASTER: Readonly<Record<Lang, DisasterMaterial>> = { zh: ZH_DISASTER, en: EN_DISASTER };

export interface Written {
  readonly title: string | null;
  readonly text: string;
}

export interface Order {
  readonly lang: Lang;
  readonly brand: string;
  readonly place: Place;
  readonly feeling: Feeling;
  /** Chance that a complaint ends with the regulator, the press or a court. */
  readonly grave: number;
}

const TRIES = 40;
const BRAND_WORDS = /芦笛|Reedpipe|远帆|Farsail|泊舟|Mooring Holidays/;

/** How often another wording is looked for; sentences shorter than this are everybody's. */
const REWORDINGS = 10;
const SHORT = 14;
const NAMES = ['B', 'V', 'city', 'hotel', 'who', 'month'];

/** A sentence without its names and numbers. */
function wordingOf(text: string, slots: Slots): string {
  let wording = text;
  for (const name of NAMES) wording = wording.replaceAll(slots[name]!, '');
  return wording.replace(/\d+/g, '');
}

export class Writer {
  readonly #random: Random;
  /** By the list they draw from. */
  readonly #bags = new Map<readonly unknown[], Bag<unknown>>();
  readonly #topicBags = new Map<string, Bag<Topic>>();
  readonly #written = new Set<string>();
  readonly #worded = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** What somebody feels about a brand, as it is written at that place. */
  opinion(order: Order): Written {
    return this.#unlikeAnyOther(order.lang, order.brand, (slots) => this.#compose(order, slots));
  }

  /** One whole text of a list, with a tail or without. */
  line(lang: Lang, brand: string, texts: readonly string[], tails: readonly string[] = []): string {
    return this.#unlikeAnyOther(lang, brand, (slots) => this.#lineOf(lang, texts, tails, slots)).text;
  }

  /** As `line`, by somebody who wants to be found: the text names the brand. */
  naming(lang: Lang, brand: string, texts: readonly string[], tails: readonly string[] = []): string {
    return this.#unlikeAnyOther(lang, brand, (slots) => {
      const written = this.#lineOf(lang, texts, tails, slots);
      if (BRAND_WORDS.test(written.text)) return written;
      return { ...written, text: `${written.text}${lang === 'zh' ? `#${slots.B}#` : ` #${slots.B}`}` };
    }).text;
  }

  /** A text of fixed form that may be said by several. */
  plain(lang: Lang, brand: string, texts: readonly string[]): string {
    const slots = this.#scene(lang, brand);
    return this.#draw(texts, slots);
  }

  /** A title and a text that belong together. */
  pair(lang: Lang, brand: string, pairs: readonly { readonly title: string; readonly text: string }[]): Written {
    return this.#unlikeAnyOther(lang, brand, (slots) => {
      const { title, text } = this.#drawFrom(pairs);
      return { title: fill(title, slots, this.#random), text: fill(text, slots, this.#random) };
    });
  }

  #lineOf(lang: Lang, texts: readonly string[], tails: readonly string[], slots: Slots): Written {
    const parts = [this.#draw(texts, slots)];
    if (tails.length > 0) parts.push(this.#draw(tails, slots));
    return { title: null, text: joined(lang, parts, this.#random) };
  }

  #compose({ lang, place, feeling, grave }: Order, slots: Slots): Written {
    const material = MATERIAL[lang];
    const { titles } = material;
    if (feeling === 'neutral') {
      const asks = this.#random.chance(place === 'forum' ? 0.85 : 0.5);
      const parts = [this.#draw(asks ? material.questions : material.neutral, slots)];
      if (asks) parts.push(this.#draw(material.thanks, slots));
      const text = joined(lang, parts, this.#random);
      return { title: place === 'microblog' ? null : this.#draw(titles.question, slots), text };
    }
    const parts = this.#withAsides(lang, place, this.#body(lang, place, feeling, slots), slots);
    if (place !== 'reviews' && !BRAND_WORDS.test(parts.join('')))
      parts.unshift(this.#draw(material.openings[feeling], slots));
    const ends = material.endings[feeling];
    if (feeling === 'negative' && this.#random.chance(grave)) parts.push(this.#draw(material.endings.grave, slots));
    else if (this.#random.chance(place !== 'microblog' ? 0.65 : feeling === 'positive' ? 0.6 : 0.4))
      parts.push(this.#draw(ends, slots));
    let text = joined(lang, parts, this.#random);
    if (place === 'microblog') text += this.#flourish(lang, feeling, slots);
    const titled = place === 'forum' || (place === 'reviews' && this.#random.chance(0.7));
    return { title: titled ? this.#draw(titles[feeling], slots) : null, text: styled(lang, text, this.#random) };
  }

  #body(lang: Lang, place: Place, feeling: 'negative' | 'positive', slots: Slots): string[] {
    const material = MATERIAL[lang];
    const random = this.#random;
    const kind = random.next();
    if (feeling === 'negative' && kind < 0.07) return [this.#draw(material.sarcasm, slots)];
    if (kind > 0.93) return [this.#draw(material.mixed[feeling], slots)];
    const long = place !== 'microblog';
    const parts: string[] = [];
    if (random.chance(long ? 0.6 : 0.15)) parts.push(this.#draw(material.openings[feeling], slots));
    const topics = [
      this.#topic(lang, feeling),
      ...(random.chance(long ? 0.4 : 0.06) ? [this.#topic(lang, feeling)] : []),
    ];
    for (const topic of new Set(topics)) {
      const { told, more } = (feeling === 'negative' ? material.complaints : material.praise)[topic];
      parts.push(this.#draw(told, slots));
      if (random.chance(long ? 0.7 : 0.4)) parts.push(this.#draw(more, slots));
    }
    return parts;
  }

  /** A fact or two that take no side. */
  #withAsides(lang: Lang, place: Place, parts: readonly string[], slots: Slots): string[] {
    const { before, after } = MATERIAL[lang].asides;
    const likely = place === 'microblog' ? 0.3 : 0.45;
    return [
      ...(this.#random.chance(likely) ? [this.#draw(before, slots)] : []),
      ...parts,
      ...(this.#random.chance(likely) ? [this.#draw(after, slots)] : []),
    ];
  }

  #flourish(lang: Lang, feeling: 'negative' | 'positive', slots: Slots): string {
    const cry = this.#draw(MATERIAL[lang].cries[feeling], slots);
    const space = lang === 'en' && cry !== '' ? ' ' : '';
    const tag = this.#random.chance(0.1) ? (lang === 'zh' ? `#${slots.B}#` : ` #${slots.B}`) : '';
    return `${space}${cry}${tag}`;
  }

  #unlikeAnyOther(lang: Lang, brand: string, write: (slots: Slots) => Written): Written {
    for (let i = 0; i < TRIES; i++) {
      const written = write(this.#scene(lang, brand));
      const text = lang === 'en' ? capitalised(written.text) : written.text;
      if (this.#written.has(text)) continue;
      this.#written.add(text);
      return { title: written.title === null || lang === 'zh' ? written.title : capitalised(written.title), text };
    }
    throw new Error('the town has run out of words');
  }

  #scene(lang: Lang, brand: string): Slots {
    const rival = RIVALS[brand]?.[lang] ?? '';
    return drawScene(lang, { brand: this.#random.pick(SPOKEN[brand]?.[lang] ?? ['']), rival }, this.#random);
  }

  #topic(lang: Lang, feeling: string): Topic {
    const key = `${lang} ${feeling}`;
    let bag = this.#topicBags.get(key);
    if (bag === undefined) {
      bag = new Bag(ASPECTS, this.#random);
      this.#topicBags.set(key, bag);
    }
    return bag.draw();
  }

  /** A sentence of the list, in a wording not used before where there is one left. */
  #draw(texts: readonly string[], slots: Slots): string {
    let text = '';
    for (let template = this.#drawFrom(texts), i = 0; i < REWORDINGS; i++) {
      if (i === REWORDINGS >> 1) template = this.#drawFrom(texts);
      text = fill(template, slots, this.#random);
      const wording = wordingOf(text, slots);
      if (wording.length < SHORT) break;
      if (this.#worded.has(wording)) continue;
      this.#worded.add(wording);
      break;
    }
    return text;
  }

  #drawFrom<T>(items: readonly T[]): T {
    let bag = this.#bags.get(items) as Bag<T> | undefined;
    if (bag === undefined) {
      bag = new Bag(items, this.#random);
      this.#bags.set(items, bag);
    }
    return bag.draw();
  }
}
