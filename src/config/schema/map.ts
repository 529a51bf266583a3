/** `maps/*.yaml`: how to read one kind of export; the file's name is the map's id. */
import { z } from 'zod';
import { type ColumnMap, type FieldSource, POST_FIELDS, type PostField } from '../../model.ts';
import { ALLOWED, encodingName, regex, timezone, words } from '../fields.ts';

const column = () => words(200);

/** Where a field stands in a row, where that is more than a column. */
export const fieldSourceSchema = z
  .strictObject({
    column: column().optional().describe('The column whose cell is taken.'),
    match: regex().optional().describe('With `column`: takes what the first group of this regular expression finds.'),
    values: z
      .record(z.string(), z.string())
      .optional()
      .describe('With `column`: what cells mean, such as {Tweet: post}; others give nothing.'),
    join: z.array(column()).min(2).optional().describe('Instead of `column`: the cells of several columns, joined.'),
    with: z.string().max(10).optional().describe('With `join`: what stands between the cells. Default: a blank.'),
    hash: z
      .array(column())
      .min(1)
      .optional()
      .describe('Instead of `column`: an id made from columns that never change, where the export has none.'),
  })
  .check((context) => {
    const { column: one, match, values, join, with: between, hash } = context.value;
    const wrong =
      [one, join, hash].filter((kind) => kind !== undefined).length !== 1
        ? 'exactly one of column, join and hash must be given'
        : one === undefined && (match !== undefined || values !== undefined)
          ? 'match and values go with column'
          : join === undefined && between !== undefined
            ? 'with goes with join'
            : null;
    if (wrong !== null) {
      context.issues.push({ code: 'custom', input: context.value, message: wrong, params: { code: 'E208' } });
    }
  });

const SOURCE_FORMS = 'a column, {column, match, values}, {join, with}, {hash}, or a list of these';

function source(description: string) {
  return z
    .union([column(), fieldSourceSchema, z.array(z.union([column(), fieldSourceSchema])).min(1)])
    .register(ALLOWED, { allowed: SOURCE_FORMS })
    .optional()
    .describe(description);
}

type Shape<Value> = { [Field in PostField]: Value };

function shapeOf<Value>(make: (description: string, field: PostField) => Value): Shape<Value> {
  const fields = Object.entries(POST_FIELDS) as [PostField, string][];
  return Object.fromEntries(fields.map(([field, description]) => [field, make(description, field)])) as Shape<Value>;
}

export const mapSchema = z
  .strictObject({
    title: words(100).describe('What it reads: program, report and format.'),
    encoding: encodingName().optional().describe('Charset, such as utf-16le or gb18030. Default: told from the bytes.'),
    delimiter: z
      .enum([',', ';', '\t', '|'])
      .register(ALLOWED, { allowed: '",", ";", "\\t" or "|"' })
      .optional()
      .describe('What stands between cells. Default: told from the header.'),
    timezone: timezone().optional().describe("IANA zone of times written without one. Default: the target's."),
    dates: z
      .enum(['day-first', 'month-first'])
      .optional()
      .describe('How to read 03/04/2025: which number is the day. Default: as is usual in the time zone.'),
    fields: z
      .strictObject(shapeOf((description) => source(description)))
      .describe('Where each field stands in a row. Of a list, the first that gives something counts.'),
    constants: z
      .strictObject(
        shapeOf((description) =>
          z
            .union([z.string(), z.number(), z.boolean()])
            .register(ALLOWED, { allowed: 'a text, a number, true or false' })
            .optional()
            .describe(description),
        ),
      )
      .prefault({})
      .describe('Values of fields that no column fills, such as the site or the best rating.'),
  })
  .check((context) => {
    const { fields } = context.value;
    const issue = (key: PostField, message: string) =>
      context.issues.push({
        code: 'custom',
        input: context.value,
        path: ['fields'],
        message,
        params: { code: 'E202', allowed: `${key}: ${SOURCE_FORMS}` },
      });
    if (fields.id === undefined) issue('id', 'id is missing, by which a post is known when it comes again');
    if (fields.text === undefined && fields.title === undefined && fields['rating.value'] === undefined)
      issue('text', 'nothing says what was written: text, title and rating.value are all missing');
  })
  .describe('A column map: how to read one kind of export.');

export function toColumnMap(id: string, raw: z.output<typeof mapSchema>): ColumnMap {
  const fields: { -readonly [Field in PostField]?: readonly FieldSource[] } = {};
  for (const [field, given] of Object.entries(raw.fields) as [PostField, z.output<ReturnType<typeof source>>][]) {
    if (given === undefined) continue;
    fields[field] = (Array.isArray(given) ? given : [given]).map(toSource);
  }
  const constants = Object.entries(raw.constants).filter(([, value]) => value !== undefined);
  return {
    id,
    title: raw.title,
    encoding: raw.encoding ?? null,
    delimiter: raw.delimiter ?? null,
    timezone: raw.timezone ?? null,
    dates: raw.dates ?? null,
    fields,
    constants: Object.fromEntries(constants) as ColumnMap['constants'],
  };
}

function toSource(given: string | z.output<typeof fieldSourceSchema>): FieldSource {
  if (typeof given === 'string') return { column: given };
  if (given.join !== undefined) return { join: given.join, with: given.with ?? ' ' };
  if (given.hash !== undefined) return { hash: given.hash };
  return {
    column: given.column ?? '',
    ...(given.match === undefined ? {} : { match: given.match }),
    ...(given.values === undefined ? {} : { values: given.values }),
  };
}
