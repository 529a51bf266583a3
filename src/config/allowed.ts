/** What a zod schema allows, in words, for messages. */
import { z } from 'zod';
import { ALLOWED } from './fields.ts';
import { kindOf } from './shown.ts';
import type { Path } from './yaml.ts';

/** The schema without the wrappers that say "may be left out". */
export function unwrapped(schema: unknown): unknown {
  let inner = schema;
  for (let depth = 0; depth < 20; depth++) {
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodReadonly) {
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodCatch) {
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodLazy) {
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodPipe) {
      inner = inner.in;
    } else {
      return inner;
    }
  }
  return inner;
}

/** The schema of what stands at `path` in `value`; undefined where the schema has nothing to say about it. */
export function schemaAt(schema: unknown, path: Path, value: unknown): unknown {
  let at: unknown = unwrapped(schema);
  let here = value;
  for (const key of path) {
    if (at instanceof z.ZodUnion) at = unwrapped(branchFor(at, here));
    if (at instanceof z.ZodObject) at = at.shape[key as string];
    else if (at instanceof z.ZodRecord) at = at.valueType;
    else if (at instanceof z.ZodArray) at = at.element;
    else return undefined;
    at = unwrapped(at);
    here = member(here, key);
  }
  return at;
}

/** The branch of a union that is meant for values of this kind: the one for maps, for lists, for texts. */
export function branchFor(union: z.ZodUnion, value: unknown): unknown {
  const kind = kindOf(value);
  const fitting = union.options.filter((option) => kindOfSchema(unwrapped(option)) === kind);
  return fitting.find((option) => isSchema(option) && option.safeParse(value).success) ?? fitting[0];
}

/** Short words for what a schema allows; empty when there is nothing to tell. */
export function allowedBy(schema: unknown): string {
  const at = unwrapped(schema);
  const words = isSchema(at) ? ALLOWED.get(at)?.allowed : undefined;
  if (words !== undefined) return words;
  if (at instanceof z.ZodEnum) return at.options.join(', ');
  if (at instanceof z.ZodLiteral) return [...at.values].map(String).join(', ');
  if (at instanceof z.ZodBoolean) return 'true, false';
  if (at instanceof z.ZodNumber) return numberWords(at);
  if (at instanceof z.ZodString) return lengthWords('a text', at.minLength, at.maxLength);
  if (at instanceof z.ZodURL || at instanceof z.ZodEmail) return at instanceof z.ZodURL ? 'a URL' : 'a mail address';
  if (at instanceof z.ZodStringFormat) return 'a text';
  if (at instanceof z.ZodArray) return `a list, each entry ${allowedBy(at.element) || 'a value'}`;
  if (at instanceof z.ZodObject) return `a map with the keys ${Object.keys(at.shape).join(', ')}`;
  if (at instanceof z.ZodRecord) return 'a map';
  if (at instanceof z.ZodUnion) return [...new Set(at.options.map(allowedBy))].filter(Boolean).join('; or ');
  return '';
}

function numberWords(schema: z.ZodNumber): string {
  const whole = schema.isInt ? 'a whole number' : 'a number';
  const { minValue, maxValue } = schema;
  const from = minValue !== null && Number.isFinite(minValue) && minValue > Number.MIN_SAFE_INTEGER ? minValue : null;
  const to = maxValue !== null && Number.isFinite(maxValue) && maxValue < Number.MAX_SAFE_INTEGER ? maxValue : null;
  const above = schema.safeParse(from).success ? 'from' : 'above';
  if (from !== null && to !== null) return `${whole} ${above} ${from}${above === 'from' ? ' to' : ', at most'} ${to}`;
  if (from !== null) return above === 'from' ? `${whole} of at least ${from}` : `${whole} above ${from}`;
  return to === null ? whole : `${whole} of at most ${to}`;
}

function lengthWords(what: string, min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `${what} of ${min} to ${max} characters`;
  if (max !== null) return `${what} of at most ${max} characters`;
  return min !== null && min > 1 ? `${what} of at least ${min} characters` : what;
}

function kindOfSchema(schema: unknown): ReturnType<typeof kindOf> | undefined {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat || schema instanceof z.ZodEnum)
    return 'text';
  if (schema instanceof z.ZodLiteral) return kindOf([...schema.values][0]);
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodArray) return 'list';
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord ? 'map' : undefined;
}

export function isSchema(value: unknown): value is z.ZodType {
  return value instanceof z.ZodType;
}

/** What stands under `key` in a plain map or list. */
export function member(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(member, value);
}
