/** Keys and values as they may appear in a message: short, on one line, without control characters. */
import type { Path } from './yaml.ts';

/** The kind of a YAML value, as people call it. */
export function kindOf(value: unknown): 'nothing' | 'text' | 'number' | 'boolean' | 'list' | 'map' {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'map';
}

/** A value, quoted if it is a text; lists and maps by their kind alone. */
export function shown(value: unknown): string {
  const kind = kindOf(value);
  if (kind === 'list' || kind === 'map') return `a ${kind}`;
  const text = kind === 'text' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** `targets.acme.terms[2]`: a path as operators say it. */
export function label(path: Path): string {
  let text = '';
  for (const key of path) {
    const name = typeof key === 'string' && !/^[\w-]+$/.test(key) ? shown(key) : key;
    text += typeof key === 'number' ? `[${key}]` : text === '' ? name : `.${name}`;
  }
  return text === '' ? 'the file' : text;
}

/** The name of a key in YAML: `notIn` is `not_in` there. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
