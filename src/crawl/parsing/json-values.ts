/**
 * Reading JSON whose shape nobody promised: each function answers with the thing asked for or with nothing, never with
 * a wrong kind of thing. A crawler says what it needs; what a site left out or renamed becomes a missing field, which
 * the engine counts, and never an exception in the middle of a page.
 */

/** `value` as an object; an empty one if it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** `value` as an array; an empty one if it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of an array; whatever else is in it is passed over. */
export function records(value: unknown): Readonly<Record<string, unknown>>[] {
  return list(value).filter((item): item is Record<string, unknown> => Object.keys(record(item)).length > 0);
}

/** `value` as a trimmed, non-empty string (numbers too: sites write ids either way), else null. */
export function string(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

/** `value` as a boolean; null where the site does not say. */
export function boolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

const STEP = /[^.[\]]+|\[\d+\]|\[\*\]/g;

/**
 * What stands at a path: `data.items`, `posts[0].user.name`, `children[*].data` (every element; nested arrays are
 * flattened by one level), `$` or the empty path for the value itself. `undefined` where the path leads nowhere.
 */
export function at(value: unknown, path: string): unknown {
  let found: unknown = value;
  const steps = path.replace(/^\$\.?/, '').match(STEP) ?? [];
  for (const [index, step] of steps.entries()) {
    if (step === '[*]' || step === '*') {
      const rest = steps.slice(index + 1).join('.');
      const elements = Array.isArray(found) ? found : Object.values(record(found));
      return rest === '' ? elements : elements.flatMap((element) => at(element, rest) ?? []);
    }
    const key = step.replace(/^\[(\d+)\]$/, '$1');
    if (Array.isArray(found)) found = found[Number(key)];
    else if (Object.hasOwn(record(found), key)) found = record(found)[key];
    else return undefined;
  }
  return found;
}
