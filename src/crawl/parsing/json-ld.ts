/** JSON-LD in a page (https://www.w3.org/TR/json-ld11/, the part of it that schema.org pages use). */
import type { CheerioAPI } from 'cheerio';
import { list, record, string } from './json-values.ts';
import { parseLenientJson } from './lenient-json.ts';
import { localName, type SchemaItem, type SchemaValue } from './schema-item.ts';

/**
 * The items of all `application/ld+json` blocks, `@graph`s and arrays opened, references by `@id` resolved across
 * blocks. Broken blocks give what is sound in them.
 */
export function jsonLdItems($: CheerioAPI): SchemaItem[] {
  const documents: unknown[] = [];
  const incomplete = new Set<unknown>();
  for (const script of $('script[type*="ld+json" i]')) {
    const parsed = parseLenientJson($(script).text());
    documents.push(...parsed.values);
    for (const object of parsed.incomplete) incomplete.add(object);
  }
  const byId = new Map<string, Readonly<Record<string, unknown>>>();
  for (const document of documents) index(document, byId, 0);
  const converted = new Map<unknown, SchemaItem>();

  const convert = (raw: Readonly<Record<string, unknown>>): SchemaItem => {
    const id = string(raw['@id'] ?? raw.id);
    // A node that is only a reference stands for the node that says something under that id.
    const node = id !== null && isReference(raw) ? (byId.get(id) ?? raw) : raw;
    const known = converted.get(node);
    if (known !== undefined) return known;
    const properties = new Map<string, readonly SchemaValue[]>();
    const types = [node['@type'] ?? node.type].flat().flatMap((type) => string(type) ?? []);
    const item: SchemaItem = { types: types.map(localName), id, properties, complete: !incomplete.has(node) };
    converted.set(node, item);
    for (const [key, value] of Object.entries(node)) {
      if (!key.startsWith('@')) properties.set(localName(key), values(value));
    }
    return item;
  };
  const values = (value: unknown): SchemaValue[] => {
    if (Array.isArray(value)) return value.flatMap(values);
    if (typeof value !== 'object' || value === null) {
      const text = typeof value === 'boolean' ? String(value) : string(value);
      return text === null ? [] : [text];
    }
    const object = record(value);
    if (object['@value'] !== undefined) return values(object['@value']);
    if (object['@list'] !== undefined || object['@set'] !== undefined) return values(object['@list'] ?? object['@set']);
    return [convert(object)];
  };
  return documents.flatMap((document) => roots(document)).map(convert);
}

function roots(document: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(document)) return document.flatMap(roots);
  const object = record(document);
  if (object['@graph'] === undefined) return Object.keys(object).length > 0 ? [object] : [];
  const graph = roots(object['@graph']);
  return object['@type'] === undefined ? graph : [object, ...graph];
}

function isReference(node: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(node).every((key) => key === '@id' || key === 'id' || key === '@type' || key === 'type');
}

function index(value: unknown, byId: Map<string, Readonly<Record<string, unknown>>>, depth: number): void {
  if (depth > 200) return;
  if (Array.isArray(value)) {
    for (const element of list(value)) index(element, byId, depth + 1);
    return;
  }
  const node = record(value);
  const id = string(node['@id']);
  if (id !== null && !isReference(node) && !byId.has(id)) byId.set(id, node);
  for (const child of Object.values(node)) if (typeof child === 'object') index(child, byId, depth + 1);
}
