/** Secrets among a crawler's own keys: `token: {env: NAME}` where the crawler wants a text. */

import { z } from 'zod';
import { member, schemaAt, valueAt } from './allowed.ts';
import { SECRET_FORMS } from './fields.ts';
import type { ConfigProblem } from './problem.ts';
import { type Environment, resolveSecret } from './secrets.ts';
import { label } from './shown.ts';
import type { Path, YamlFile } from './yaml.ts';

const SECRET_KEY = /(^|[_-])(token|password|passwd|secret|cookie|api[_-]?key|authorization)$/i;

/** Whether a key is named like something that must not be seen. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

/** `{env: NAME}` or `{file: PATH}`, and nothing else. */
export function isSecretReference(value: unknown): value is { env?: string; file?: string } {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  return typeof (member(value, 'env') ?? member(value, 'file')) === 'string';
}

export interface ResolvedOptions {
  /** The options with their secrets in place; those that are not set are left out. */
  readonly options: unknown;
  /** Secrets written into the file. */
  readonly problems: readonly ConfigProblem[];
  /** Secrets that are not set here. */
  readonly warnings: readonly ConfigProblem[];
}

/** Puts the secrets into the options at `path`, wherever the crawler's schema wants a text there. */
export function resolveOptions(file: YamlFile, path: Path, schema: z.ZodType, env: Environment): ResolvedOptions {
  const given = valueAt(file.value, path);
  const problems: ConfigProblem[] = [];
  const warnings: ConfigProblem[] = [];
  const at = (here: Path) => ({ file: file.file, ...file.placeNear(here), ...file.place(here) });

  const walk = (value: unknown, here: Path): unknown => {
    const whole = [...path, ...here];
    const key = here.at(-1);
    if (typeof value === 'string' && typeof key === 'string' && isSecretKey(key) && value !== '') {
      const message = `${label(whole)} is a secret and must not be written in the file`;
      problems.push({ code: 'E207', ...at(whole), message, allowed: SECRET_FORMS });
      return value;
    }
    if (isSecretReference(value) && wantsText(schemaAt(schema, here, given))) {
      const secret = resolveSecret(value, env);
      if (secret.isSet) return secret.reveal('by the crawler');
      warnings.push({ code: 'W104', ...at(whole), message: `${label(whole)}: ${secret.why}, so the target rests` });
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...here, i]));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, item]) => [name, walk(item, [...here, name])]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  return { options: walk(given, []), problems, warnings };
}

function wantsText(schema: unknown): boolean {
  return schema instanceof z.ZodString || schema instanceof z.ZodStringFormat;
}
