/** From what zod found wrong to problems that say where, what, and what is allowed. */
import type { z } from 'zod';
import { ZodObject, ZodUnion } from 'zod';
import { allowedBy, branchFor, isSchema, schemaAt, unwrapped, valueAt } from './allowed.ts';
import type { Code } from './codes.ts';
import { ALLOWED } from './fields.ts';
import { nearest } from './nearest.ts';
import { isSecretReference } from './option-secrets.ts';
import type { ConfigProblem } from './problem.ts';
import { kindOf, label, shown } from './shown.ts';
import type { Path, YamlFile } from './yaml.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks the value at `path` of a file against a schema, or `value` in place of one that was left out. Returns the
 * parsed value, or undefined where `problems` has grown.
 */
export function checkAgainst<S extends z.ZodType>(
  schema: S,
  file: YamlFile,
  path: Path,
  problems: ConfigProblem[],
  value: unknown = valueAt(file.value, path),
): z.output<S> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const explainer = new Explainer(schema, file, path);
  problems.push(...withoutConsequences(result.error.issues.flatMap((issue) => explainer.explain(issue, []))));
  return undefined;
}

/** A key that is missing because it is misspelt is one mistake, not two. */
function withoutConsequences(problems: readonly Explained[]): ConfigProblem[] {
  const misspelt = new Set(
    problems.filter(({ code }) => code === 'E201').map(({ parent, nearest }) => `${parent}.${nearest}`),
  );
  return problems
    .filter(({ code, parent, key }) => code !== 'E202' || !misspelt.has(`${parent}.${key}`))
    .map(({ parent: _parent, key: _key, ...problem }) => problem);
}

/** A problem with the path it belongs to. */
interface Explained extends ConfigProblem {
  readonly parent: string;
  readonly key: string;
}

class Explainer {
  readonly #schema: z.ZodType;
  readonly #file: YamlFile;
  readonly #base: Path;

  constructor(schema: z.ZodType, file: YamlFile, base: Path) {
    this.#schema = schema;
    this.#file = file;
    this.#base = base;
  }

  /** `prefix`: where the union stands whose branch this issue belongs to. */
  explain(issue: Issue, prefix: Path): Explained[] {
    const path = [...prefix, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => this.#unknownKey(path, key));
      case 'invalid_union':
        return this.#union(issue, path);
      case 'invalid_key':
        return issue.issues.map((inner) => this.#refused({ ...inner, path: [] } as Issue, path, 'key'));
      case 'invalid_type':
        return [this.#wrongType(issue.expected, path)];
      case 'invalid_value':
        return [this.#notOneOf(issue.values.map(String), path)];
      case 'too_big':
      case 'too_small':
        return [this.#outOfRange(path, issue.origin, issue.code === 'too_big')];
      default:
        return [this.#refused(issue, path, 'value')];
    }
  }

  #unknownKey(path: Path, key: string): Explained {
    const map = this.#mapAt(path);
    const keys = map instanceof ZodObject ? Object.keys(map.shape) : [];
    const whole = [...this.#base, ...path];
    const parent = whole.length > 0 ? ` in ${label(whole)}` : '';
    return this.#problem('E201', [...path, key], 'key', `unknown key ${shown(key)}${parent}`, {
      allowed: keys.join(', '),
      nearest: nearest(key, keys),
    });
  }

  /** Of a union's branches only the one for this kind of value tells the operator something. */
  #union(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): Explained[] {
    const union = schemaAt(this.#schema, path, this.#value([]));
    const key = issue.discriminator;
    if (key !== undefined) {
      const map = schemaAt(this.#schema, path.slice(0, -1), this.#value([]));
      return [this.#notOneOf(map instanceof ZodUnion ? choicesOf(map, key) : [], path)];
    }
    if (!(union instanceof ZodUnion)) return [this.#wrongType('', path)];
    const branch = branchFor(union, this.#value(path));
    const issues = issue.errors[union.options.indexOf(branch as (typeof union.options)[number])] ?? [];
    if (issues.length > 0) return issues.flatMap((inner) => this.explain(inner, path));
    return [this.#wrongType(branchFor(union, '') === undefined ? '' : 'string', path)];
  }

  #wrongType(expected: string, path: Path): Explained {
    const schema = schemaAt(this.#schema, path, this.#value([]));
    const value = this.#value(path);
    const allowed = allowedBy(schema);
    const name = label([...this.#base, ...path]);
    const exists = this.#file.place([...this.#base, ...path]) !== undefined;
    if (!exists) return this.#problem('E202', path, 'key', `${name} is missing`, { allowed });
    if (isSecretReference(value)) {
      const source = value.env === undefined ? `file ${value.file}` : `environment variable ${value.env}`;
      return this.#problem('E202', path, 'value', `${name} is needed, and ${source} is not set`, {});
    }
    if (value === null) return this.#problem('E203', path, 'key', `${name} is empty`, { allowed });
    if (isSchema(schema) && ALLOWED.get(schema)?.secret) {
      return this.#problem('E207', path, 'value', `${name} is a secret and must not be written in the file`, {
        allowed,
      });
    }
    const wanted = TYPE_WORDS[expected];
    const message = wanted ? `${name} must be ${wanted}, not ${shown(value)}` : `${name} must not be ${shown(value)}`;
    return this.#problem('E203', path, 'value', message, { allowed, hint: typeHint(expected, value) });
  }

  #notOneOf(values: readonly string[], path: Path): Explained {
    const value = this.#value(path);
    if (kindOf(value) === 'nothing') return this.#wrongType('', path);
    const allowed = allowedBy(schemaAt(this.#schema, path, this.#value([]))) || values.join(', ');
    const message = `${label([...this.#base, ...path])} cannot be ${shown(value)}`;
    return this.#problem('E205', path, 'value', message, { allowed, nearest: nearest(String(value), values) });
  }

  #outOfRange(path: Path, origin: string, tooBig: boolean): Explained {
    const value = this.#value(path);
    const name = label([...this.#base, ...path]);
    const allowed = allowedBy(schemaAt(this.#schema, path, this.#value([])));
    if (origin === 'number' || origin === 'int') {
      return this.#problem('E204', path, 'value', `${name} is too ${tooBig ? 'large' : 'small'}: ${shown(value)}`, {
        allowed,
      });
    }
    const size = kindOf(value) === 'list' ? (value as unknown[]).length : String(value).length;
    const message = size === 0 ? `${name} is empty` : `${name} is too ${tooBig ? 'long' : 'short'}`;
    return this.#problem('E204', path, 'value', message, { allowed });
  }

  /** What a check of a schema's own refused, in that check's words. */
  #refused(issue: Issue, path: Path, part: 'key' | 'value'): Explained {
    const params = (issue.code === 'custom' ? issue.params : undefined) ?? {};
    const schema = schemaAt(this.#schema, path, this.#value([]));
    const text = (key: string) => (typeof params[key] === 'string' ? (params[key] as string) : undefined);
    const name = label([...this.#base, ...path]);
    const message = issue.code === 'custom' ? issue.message : (FORMATS[formatOf(issue)] ?? issue.message);
    return this.#problem((text('code') as Code | undefined) ?? 'E206', path, part, `${name}: ${message}`, {
      allowed: text('allowed') ?? (part === 'value' ? allowedBy(schema).replace(/^a text$/, '') : ''),
      nearest: text('nearest'),
    });
  }

  #mapAt(path: Path): unknown {
    const schema = schemaAt(this.#schema, path, this.#value([]));
    return schema instanceof ZodUnion ? unwrapped(branchFor(schema, this.#value(path))) : schema;
  }

  #value(path: Path): unknown {
    return valueAt(this.#file.value, [...this.#base, ...path]);
  }

  #problem(
    code: Code,
    path: Path,
    part: 'key' | 'value',
    message: string,
    more: { allowed?: string; nearest?: string | undefined; hint?: string | undefined },
  ): Explained {
    const whole = [...this.#base, ...path];
    const place = this.#file.place(whole, part) ?? this.#file.placeNear(whole);
    return {
      code,
      file: this.#file.file,
      ...place,
      message,
      ...(more.allowed ? { allowed: more.allowed } : {}),
      ...(more.nearest === undefined ? {} : { nearest: more.nearest }),
      ...(more.hint === undefined ? {} : { hint: more.hint }),
      parent: JSON.stringify(whole.slice(0, -1)),
      key: String(whole.at(-1)),
    };
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'this is not a URL',
  email: 'this is not a mail address',
  regex: 'the text has not the form it must have',
};

function formatOf(issue: Issue): string {
  return issue.code === 'invalid_format' && issue.message.startsWith('Invalid') ? issue.format : '';
}

/** What YAML made of a value that was meant otherwise. */
function typeHint(expected: string, value: unknown): string | undefined {
  if (expected === 'string' && ['number', 'boolean'].includes(kindOf(value))) return `put it in quotes: "${value}"`;
  if (expected === 'boolean' && /^(yes|on|y|是)$/i.test(String(value))) return 'write true';
  if (expected === 'boolean' && /^(no|off|n|否)$/i.test(String(value))) return 'write false';
  if (expected === 'array' && ['text', 'number'].includes(kindOf(value))) return `write [${value}]`;
  return undefined;
}

function choicesOf(union: ZodUnion, key: string): string[] {
  return union.options
    .map((option) => (option instanceof ZodObject ? allowedBy(option.shape[key]) : ''))
    .filter(Boolean);
}
