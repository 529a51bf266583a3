import { createHash } from 'node:crypto';

/**
 * An id for something its site gave none: the same parts always give the same id. Letter width and white
 * space do not count, for they change with the markup and not with what was said. 16 hexadecimal digits (64 bits:
 * among 10 million posts of one site the chance of any two meeting is about 3 in a million).
 */
export function contentId(...parts: readonly (string | number | null | undefined)[]): string {
  const canonical = parts.map((part) =>
    String(part ?? '')
      .normalize('NFKC')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return createHash('sha256').update(canonical.join('\u0000')).digest('hex').slice(0, 16);
}

/** The first of each id: pages repeat posts (pinned ones, one review in two lists), and a post counts once. */
export function uniqueById<Item extends { id: string | number }>(items: Iterable<Item>): Item[] {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(String(item.id))) first.set(String(item.id), item);
  return [...first.values()];
}
