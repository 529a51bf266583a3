/** One form for schema.org data, whichever of its three syntaxes a page uses. */

export type SchemaValue = string | SchemaItem;

export interface SchemaItem {
  /** Type names without their vocabulary: `Review`, `AggregateRating`. */
  readonly types: readonly string[];
  readonly id: string | null;
  readonly properties: ReadonlyMap<string, readonly SchemaValue[]>;
  /** False: the page broke off inside it. */
  readonly complete: boolean;
}

/** `https://schema.org/Review`, `schema:Review` and `http://data-vocabulary.org/Review` are all `Review`. */
export function localName(name: string): string {
  return name.trim().replace(/^.*[/#:]/, '');
}

/** The values of the first of these properties that has any. */
export function valuesOf(item: SchemaItem, ...names: readonly string[]): readonly SchemaValue[] {
  for (const name of names) {
    const values = item.properties.get(name);
    if (values !== undefined && values.length > 0) return values;
  }
  return [];
}

/** The items among the values of these properties. */
export function itemsOf(item: SchemaItem, ...names: readonly string[]): readonly SchemaItem[] {
  return names.flatMap((name) => item.properties.get(name) ?? []).filter((value) => typeof value !== 'string');
}

/** The first value of these properties that can be said in words: a text, or the name of the thing it is. */
export function wordsOf(item: SchemaItem, ...names: readonly string[]): string | null {
  for (const name of names) {
    for (const value of item.properties.get(name) ?? []) {
      const words = typeof value === 'string' ? value : wordsOf(value, 'name', 'alternateName', 'text', 'givenName');
      if (words !== null && words.trim() !== '') return words.trim();
    }
  }
  return null;
}

/** All items reachable from `roots`, each once, in the order of the page. */
export function allItems(roots: Iterable<SchemaItem>): SchemaItem[] {
  const seen = new Set<SchemaItem>();
  const visit = (item: SchemaItem) => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const values of item.properties.values()) {
      for (const value of values) if (typeof value !== 'string') visit(value);
    }
  };
  for (const root of roots) visit(root);
  return [...seen];
}
