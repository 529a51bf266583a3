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
}

const MICRODATA: Syntax = { scope: 'itemscope', types: 'itemtype', properties: ['itemprop'] };
/** Deeper nesting than any real page's is an attack on the stack. */
const MAX_DEPTH = 1_000;
const RDFA: Syntax = { scope: 'typeof', types: 'typeof', properties: ['property', 'rel', 'rev'] };

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
  const visit = (node: Elements[number], into: Map<string, SchemaValue[]>, depth: number) => {
    if (!('attribs' in node)) return;
    const names = syntax.properties
      .flatMap((attribute) => (node.attribs[attribute] ?? '').split(/\s+/))
      .filter(Boolean);
    const isItem = node.attribs[syntax.scope] !== undefined;
    if (names.length > 0) {
      const value = isItem ? item(node, depth) : plainValue(node, base);
      for (const name of names) {
        const known = into.get(localName(name));
        if (known === undefined) into.set(localName(name), [value]);
        else known.push(value);
      }
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
