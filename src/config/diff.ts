/** What changed between two configurations, in words. */
import { isDeepStrictEqual } from 'node:util';
import { isSecretKey } from './option-secrets.ts';
import { scheduleInWords } from './schedule.ts';
import { Secret } from './secret.ts';
import { snakeCase } from './shown.ts';
import type { Config } from './types.ts';

/** Sections that are one map, and sections that are lists of things with an id. */
const MAPS = ['service', 'web', 'mail', 'detect', 'retention'] as const;
const LISTS = [
  ['brands', 'brand'],
  ['targets', 'target'],
  ['doors', 'target'],
  ['recipients', 'recipient'],
  ['alerts', 'alert rule'],
  ['digests', 'digest rule'],
  ['operators', 'operator'],
  ['sites', 'site'],
  ['users', 'user'],
] as const;

/**
 * One line for each change, in the words of the YAML files: `target trustpilot-acme: schedule: every 30 min → every 10
 * min`. Empty when nothing changed. Secrets, and keys named like one, are never shown.
 */
export function diffConfigs(before: Config, after: Config): string[] {
  const lines: string[] = [];
  for (const section of MAPS) lines.push(...changes(section, before[section], after[section]));
  for (const [section, word] of LISTS) {
    const old = new Map<string, object>(before[section].map((item) => [item.id, item]));
    const now = new Map<string, object>(after[section].map((item) => [item.id, item]));
    for (const id of [...new Set([...old.keys(), ...now.keys()])].sort()) {
      const [was, is] = [old.get(id), now.get(id)];
      if (!was) lines.push(`${word} ${id}: added`);
      else if (!is) lines.push(`${word} ${id}: removed`);
      else lines.push(...changes(`${word} ${id}`, was, is));
    }
  }
  return lines;
}

/** Maps are compared key by key, down to the values that differ. */
function changes(subject: string, before: object, after: object, path: readonly string[] = []): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const was: unknown = Reflect.get(before, key);
    const is: unknown = Reflect.get(after, key);
    if (same(was, is)) return [];
    const here = [...path, snakeCase(key)];
    if (isPlainMap(was) && isPlainMap(is)) return changes(subject, was, is, here);
    const words = `${subject}: ${here.join('.')}`;
    if (Array.isArray(was) && Array.isArray(is)) return [`${words}: ${listChange(was, is)}`];
    const sameSource = was instanceof Secret && is instanceof Secret && was.source === is.source;
    if (sameSource || (isSecretKey(key) && was && is)) return [`${words}: another value`];
    return [`${words}: ${inWords(key, was)} → ${inWords(key, is)}`];
  });
}

function same(a: unknown, b: unknown): boolean {
  if (a instanceof Secret || b instanceof Secret) return a instanceof Secret && b instanceof Secret && a.equals(b);
  if (isPlainMap(a) && isPlainMap(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(Reflect.get(a, key), Reflect.get(b, key)));
  }
  return isDeepStrictEqual(a, b);
}

/** `+ "阿克米", − "Akme"`; what only moved is said to have. */
function listChange(was: readonly unknown[], is: readonly unknown[]): string {
  const gone = was.filter((item) => !is.some((other) => isDeepStrictEqual(item, other)));
  const come = is.filter((item) => !was.some((other) => isDeepStrictEqual(item, other)));
  const parts = [...come.map((item) => `+ ${inWords('', item)}`), ...gone.map((item) => `− ${inWords('', item)}`)];
  return parts.length > 0 ? parts.join(', ') : 'another order';
}

function inWords(key: string, value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if ((key === 'schedule' || key === 'cron') && typeof value === 'string') return scheduleInWords(value);
  if (value instanceof Secret) return value.source;
  if (isSecretKey(key)) return 'set';
  // A term without exceptions is just its word.
  if (isPlainMap(value) && 'term' in value && isDeepStrictEqual(Reflect.get(value, 'notIn'), [])) {
    return JSON.stringify(Reflect.get(value, 'term'));
  }
  const text = JSON.stringify(value, (name, inner: unknown) => (isSecretKey(name) ? '…' : inner));
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function isPlainMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}
