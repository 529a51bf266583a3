/** The reference of all configuration keys as Markdown, made from the schemas so that it is always complete. */
import { z } from 'zod';
import { allowedBy, isSchema, unwrapped } from './allowed.ts';
import { CODES } from './codes.ts';
import { brandSchema } from './schema/brand.ts';
import { doorSchema } from './schema/door.ts';
import { fieldSourceSchema, mapSchema } from './schema/map.ts';
import { settingsSchema } from './schema/settings.ts';
import { targetSchema } from './schema/target.ts';

const FILES = [
  ['earshot.yaml', 'Settings of the installation.', settingsSchema],
  ['brands/ID.yaml', "One brand a file; the file's name is its id.", brandSchema],
  [
    'targets/ID.yaml',
    "One target a file, whose name is its id; or several under `targets:`, each under its id. The keys of `options` are the crawler's own: see its file in `crawlers/`.",
    targetSchema,
  ],
  [
    'targets/ID.yaml with a door',
    'A target whose posts are brought by files or pushes; it has these keys and none of the above.',
    doorSchema,
  ],
  [
    'maps/ID.yaml',
    'How to read one kind of export: for `earshot import --map ID`, and `map: ID` of targets whose posts are brought.',
    mapSchema,
  ],
  [
    'maps/ID.yaml, sources',
    'What may stand under each field of `fields` in place of a column.',
    fieldSourceSchema,
    'fields.FIELD.',
  ],
] satisfies readonly (readonly [file: string, intro: string, schema: z.ZodType, prefix?: string])[];

interface Row {
  readonly key: string;
  readonly allowed: string;
  /** As YAML; `required` where there is none. */
  readonly fallback: string;
  readonly meaning: string;
}

/** Markdown: one table of keys for each kind of file, then the numbered problems. */
export function reference(): string {
  const lines = [
    '# Configuration keys',
    '',
    'Made from the schemas by `npx earshot check --write-schemas`; do not edit.',
    '`ID` stands for an id you choose (lower-case letters, digits, `-`), `[]` for each entry of a list.',
  ];
  for (const [file, intro, schema, prefix = ''] of FILES) {
    lines.push('', `## ${file}`, '', intro, '', '| key | allowed | default | meaning |', '| --- | --- | --- | --- |');
    for (const { key, allowed, fallback, meaning } of rowsOf(schema, prefix)) {
      lines.push(`| \`${key}\` | ${cell(allowed)} | ${cell(fallback)} | ${cell(meaning)} |`);
    }
  }
  lines.push('', '## Problems by number', '', '`E`: the program stops. `W`: allowed, but probably not meant.', '');
  lines.push('| number | meaning |', '| --- | --- |');
  for (const [code, meaning] of Object.entries(CODES)) lines.push(`| ${code} | ${cell(meaning)} |`);
  return `${lines.join('\n')}\n`;
}

/** The keys of a map, each followed by those within it. */
function rowsOf(schema: unknown, prefix: string): Row[] {
  const at = unwrapped(schema);
  if (at instanceof z.ZodObject) {
    return Object.entries(at.shape).flatMap(([name, value]) => [
      rowOf(`${prefix}${name}`, value),
      ...rowsOf(value, `${prefix}${name}.`),
    ]);
  }
  // Secrets say all about themselves; texts that may also be maps show the map's keys.
  if (at instanceof z.ZodRecord) {
    const value = unwrapped(at.valueType);
    if (value instanceof z.ZodObject || value instanceof z.ZodArray) return rowsOf(value, `${prefix}ID.`);
  }
  const within = at instanceof z.ZodArray ? unwrapped(at.element) : undefined;
  const list = prefix.replace(/\.$/, '[].');
  if (within instanceof z.ZodUnion) return within.options.flatMap((option) => rowsOf(option, list));
  return within instanceof z.ZodObject ? rowsOf(within, list) : [];
}

function rowOf(key: string, schema: unknown): Row {
  const inner = unwrapped(schema);
  const isMap = inner instanceof z.ZodObject && !allowedBy(inner).startsWith('{');
  return {
    key,
    allowed: isMap ? 'a map' : allowedBy(schema),
    fallback: defaultOf(schema),
    meaning: (isSchema(schema) ? schema.description : undefined) ?? '',
  };
}

function defaultOf(schema: unknown): string {
  if (schema instanceof z.ZodDefault) return `\`${JSON.stringify(schema.def.defaultValue)}\``;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) return '';
  return 'required';
}

function cell(text: string): string {
  // Within backquotes a `<` is shown as it is; outside it would begin a tag.
  const parts = text.replaceAll('|', '\\|').split('`');
  return parts.map((part, i) => (i % 2 === 0 ? part.replaceAll('<', '&lt;') : part)).join('`');
}
