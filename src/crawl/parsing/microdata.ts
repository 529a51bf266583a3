/**
 * Microdata (https://html.spec.whatwg.org/multipage/microdata.html) and RDFa Lite (https://www.w3.org/TR/rdfa-lite/)
 * with the attributes of full RDFa that schema.org pages were seen to use (`rel`, `about`, `datatype`).
 */
import type { CheerioAPI } from 'cheerio';
import { textOf } from './html-text.ts';
import { absoluteUrl } from './links.ts';
import { localName, type SchemaItem, type SchemaValue } from './schema-item.ts';

type Elements = ReturnType<CheerioAPI>;
type Element = Extract<Elements[number], { attribs: unknown }>;

interface Syntax {
  /** Attribute that makes an element an item. */
  readonly scope: string;
  readonly types: string;
  readonly properties: readonly string[];
  /** Attributes that name a property and leave its value to the items inside. */
  readonly chains: readonly string[];
}

const MICRODATA: Syntax = { scope: 'itemscope', types: 'itemtype', properties: ['itemprop'], chains: [] };
/** Deeper nesting than any real page's is an attack on the stack. */
const MAX_DEPTH = 1_000;
const RDFA: Syntax = { scope: 'typeof', types: 'typeof', properties: ['property'], chains: ['rel', 'rev'] };

/** The items of a page's microdata that are no other item's property. */
export function microdataItems($: CheerioAPI, base: string): SchemaItem[] {
  return items($, base, MICRODATA);
}

/** The items of a page's RDFa that are no other item's property. */
export function rdfaItems($: CheerioAPI, base: string): SchemaItem[] {
  return items($, base, RDFA);
}

function items($: CheerioAPI, base: string, syntax: Syntax): SchemaItem[] {
  const read = new Map<Element, SchemaItem>();

  const item = (element: Element, depth: number): SchemaItem => {
    const known = read.get(element);
    if (known !== undefined) return known;
    const properties = new Map<string, SchemaValue[]>();
    const { attribs } = element;
    const made: SchemaItem = {
      types: (attribs[syntax.types] ?? '').split(/\s+/).filter(Boolean).map(localName),
      id: attribs.itemid ?? attribs.resource ?? attribs.about ?? null,
      properties,
      complete: true,
    };
    read.set(element, made);
    walk(element, properties, depth);
    for (const id of (attribs.itemref ?? '').split(/\s+/).filter(Boolean)) {
      for (const referred of $(`[id="${id.replaceAll(/["\\]/g, '\\$&')}"]`)) visit(referred, properties, depth);
    }
    return made;
  };
  const walk = (element: Element, into: Map<string, SchemaValue[]>, depth: number) => {
    if (depth > MAX_DEPTH) return;
    for (const child of element.children) visit(child, into, depth + 1);
  };
  const add = (into: Map<string, SchemaValue[]>, names: readonly string[], value: SchemaValue) => {
    for (const name of names.map(localName)) {
      const known = into.get(name);
      if (known === undefined) into.set(name, [value]);
      else known.push(value);
    }
  };
  /** The items inside an element that are inside no other item there. */
  const nearest = (element: Element): Element[] =>
    $(element)
      .find(`[${syntax.scope}]`)
      .toArray()
      .flatMap((node) =>
        'attribs' in node && $(node).parentsUntil(element, `[${syntax.scope}]`).length === 0 ? [node] : [],
      );
  const visit = (node: Elements[number], into: Map<string, SchemaValue[]>, depth: number) => {
    if (!('attribs' in node)) return;
    const read = (attributes: readonly string[]) =>
      attributes.flatMap((attribute) => (node.attribs[attribute] ?? '').split(/\s+/)).filter(Boolean);
    const names = read(syntax.properties);
    const isItem = node.attribs[syntax.scope] !== undefined;
    if (names.length > 0) add(into, names, isItem ? item(node, depth) : plainValue(node, base));
    const chained = read(syntax.chains);
    if (chained.length > 0) {
      // `rel` without an item of its own speaks of the items inside: <ul rel="review"><li typeof="Review">…
      const inside = isItem ? [item(node, depth)] : nearest(node).map((each) => item(each, depth + 1));
      for (const value of inside.length > 0 ? inside : [plainValue(node, base)]) add(into, chained, value);
    }
    // An item's own properties are its own, whether or not it is a property of something.
    if (!isItem) walk(node, into, depth);
  };

  const all = $(`[${syntax.scope}]`)
    .toArray()
    .flatMap((node) => ('attribs' in node ? item(node, 0) : []));
  const nested = new Set(all.flatMap((each) => [...each.properties.values()].flat()));
  return all.filter((each) => !nested.has(each));
}

/** A property's value where it is no item: the machine-readable attribute if there is one, else the text shown. */
function plainValue(element: Element, base: string): string {
  const { name, attribs } = element;
  if (attribs.content !== undefined) return attribs.content;
  if (name === 'time' && attribs.datetime !== undefined) return attribs.datetime;
  if ((name === 'data' || name === 'meter') && attribs.value !== undefined) return attribs.value;
  const link =
    name === 'a' || name === 'area' || name === 'link'
      ? attribs.href
      : name === 'img' || name === 'iframe' || name === 'video' || name === 'audio' || name === 'source'
        ? attribs.src
        : undefined;
  // A person's or a thing's name is often a link; the reader's word is the better value then.
  const shown = textOf(element.children);
  if (link !== undefined && (shown === '' || /\burl\b|sameAs/.test(`${attribs.itemprop} ${attribs.property}`))) {
    return absoluteUrl(link, base) ?? link;
  }
  return shown;
}
