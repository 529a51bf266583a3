/** Tables as programs export them: any delimiter, notes above the header, cells over several lines. */
import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { FormError } from './form-error.ts';

/** A row under the names of its columns, empty cells left out; or why it is none. `line`: where it begins, from 1. */
export type TableRow =
  | { readonly line: number; readonly cells: Readonly<Record<string, string>> }
  | { readonly line: number; readonly problem: string };

export interface TableShape {
  /** Null: told from the header. */
  readonly delimiter: string | null;
  /** Columns by which the header is known; empty: it is the first line. */
  readonly known: ReadonlySet<string>;
}

const DELIMITERS = [',', '\t', ';', '|'];
/** Exports put their title, period and filters above the header: as many lines are looked at. */
const HEADER_WITHIN = 40;
const PEEK = 200_000;
const LONGEST_ROW = 2_000_000;

/** The rows of a table. Throws `FormError` where there is no header. */
export async function* tableRows(pieces: AsyncIterable<string>, shape: TableShape): AsyncGenerator<TableRow> {
  const source = pieces[Symbol.asyncIterator]();
  let beginning = '';
  while (beginning.length < PEEK) {
    const next = await source.next();
    if (next.done) break;
    beginning += next.value;
  }
  beginning = beginning.replace(/^\uFEFF/, '');
  if (beginning.trim() === '') return;
  const { line: headerLine, delimiter } = headerOf(beginning, shape);

  const skipped: Skipped[] = [];
  let before = headerLine - 1;
  const parser = parse({
    delimiter,
    from_line: headerLine,
    info: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  parser.on('skip', (error: Error & { lines?: number }) => {
    skipped.push({ ends: error.lines ?? 0, problem: error.message });
  });
  // What goes wrong on the way ends the parser, and is thrown by the loop below.
  pipeline(Readable.from(chained(beginning, source)), parser, () => undefined);
  let header: readonly string[] | null = null;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    const line = info.lines - record.reduce((sum, cell) => sum + linesIn(cell), 0);
    // The parser runs ahead: what it passed over behind this row is told when its turn comes.
    while ((skipped[0]?.ends ?? Number.POSITIVE_INFINITY) < line) yield broken(skipped.shift()!, before);
    before = info.lines;
    if (header === null) {
      header = record.map((name) => name.trim());
      continue;
    }
    const extra = record.slice(header.length);
    if (extra.some((cell) => cell.trim() !== '')) {
      yield { line, problem: `has ${record.length} cells where the header has ${header.length}` };
    } else yield { line, cells: cellsOf(header, record) };
  }
  for (const row of skipped) yield broken(row, before);
}

/** A row that could not be taken apart, and the line on which that became clear. */
interface Skipped {
  readonly ends: number;
  readonly problem: string;
}

/** A broken row begins behind the row before it. */
function broken({ problem }: Skipped, before: number): TableRow {
  return { line: before + 1, problem };
}

async function* chained(beginning: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield beginning;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function headerOf(beginning: string, { delimiter, known }: TableShape): { line: number; delimiter: string } {
  const lines = beginning.split('\n', HEADER_WITHIN);
  const choices = delimiter === null ? DELIMITERS : [delimiter];
  let best = { line: 0, delimiter: choices[0] ?? ',', found: 0 };
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    for (const choice of choices) {
      const names = line.split(choice).map(bare);
      const found = known.size === 0 ? names.length : names.filter((name) => known.has(name)).length;
      if (found > best.found) best = { line: index + 1, delimiter: choice, found };
    }
    if (known.size === 0) break;
  }
  if (best.line > 0) return best;
  const shown = (lines.find((line) => line.trim() !== '') ?? '').trim().slice(0, 200);
  throw new FormError(
    `none of the columns ${[...known].slice(0, 12).join(', ')} is in the first ${HEADER_WITHIN} lines; the first is "${shown}"`,
  );
}

function bare(name: string): string {
  return name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('""', '"')
    .trim();
}

function cellsOf(header: readonly string[], record: readonly string[]): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [index, name] of header.entries()) {
    const cell = record[index]?.trim() ?? '';
    if (cell !== '' && name !== '' && !Object.hasOwn(cells, name)) cells[name] = cell;
  }
  return cells;
}

function linesIn(cell: string): number {
  let count = 0;
  for (let i = cell.indexOf('\n'); i >= 0; i = cell.indexOf('\n', i + 1)) count++;
  return count;
}
