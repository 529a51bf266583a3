/** `earshot detect`: a series of counts in, a judgement for every row out. */
import type { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { cell, cellsOf, type SeriesColumns, seriesColumns, seriesRow } from '../cli/series-csv.ts';
import { isTimezone } from '../config/timezone.ts';
import { SeriesJudge } from '../detect/series-judge.ts';
import { DEFAULT_DETECT_SETTINGS } from '../detect/settings.ts';
import { UsageError } from '../errors.ts';
import { LineError } from '../pipeline/doors/lines.ts';

interface Options {
  readonly timezone: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('detect')
    .description('which rows of a series of counts are out of the ordinary')
    .option('--timezone <zone>', 'whose day and week the series follows, an IANA zone', 'UTC')
    .addHelpText(
      'after',
      '\nReads CSV with the columns timestamp, value and, where there is one, exposure (0…1: the share that was seen;\n' +
        '0: blind) from standard input, in equal bins, in order of time. A bin that is missing was not seen: it is no zero.\n' +
        'Writes for each row: timestamp,value,expected,anomaly_score,alarm\n' +
        '  anomaly_score   0 ordinary … 1 certain; 0.5 is what ordinary life brings once in 30 days\n' +
        '  alarm           1 where an alert goes out: at the onset, and when it gets clearly worse\n' +
        'Nothing but the rows before decides on a row. Times without a zone are UTC.',
    )
    .action(async ({ timezone }: Options) => {
      if (!isTimezone(timezone)) {
        throw new UsageError(`--timezone "${timezone}" is not an IANA time zone`, {
          hint: 'for example Asia/Shanghai',
        });
      }
      await detect(context, new SeriesJudge({ ...DEFAULT_DETECT_SETTINGS, timezone }));
    });
}

/** Whole chunks are read, judged and written at once: a row costs microseconds, a promise would cost more. */
async function detect(context: CommandContext, series: SeriesJudge): Promise<void> {
  const decoder = new TextDecoder();
  let columns: SeriesColumns | null = null;
  let rest = '';
  let number = 0;
  const judgeLines = async (lines: readonly string[]) => {
    const rows: string[] = [];
    const complaints: string[] = [];
    for (const raw of lines) {
      number++;
      const line = raw.trimEnd();
      if (line === '') continue;
      try {
        if (columns === null) {
          columns = seriesColumns(line);
          rows.push('timestamp,value,expected,anomaly_score,alarm\n');
        } else {
          rows.push(judgeLine(line, columns, series));
        }
      } catch (error) {
        if (!(error instanceof LineError)) throw error;
        complaints.push(`line ${number}: ${error.message}\n`);
        context.exitCode = 1;
        if (columns === null) break;
        // The row stays in its place, unjudged, so that rows in and rows out go together.
        const [timestamp = '', value = ''] = [columns.timestamp, columns.value].map((i) => cellsOf(line)[i]);
        rows.push(`${cell(timestamp)},${cell(value)},,0,0\n`);
      }
    }
    if (complaints.length > 0) await write(context.stderr, complaints.join(''));
    if (rows.length > 0) await write(context.stdout, rows.join(''));
    return columns !== null || context.exitCode === 0;
  };
  for await (const chunk of context.stdin) {
    context.signal.throwIfAborted();
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = lines.pop()!;
    if (!(await judgeLines(lines))) return;
  }
  await judgeLines([rest + decoder.decode()]);
}

function judgeLine(line: string, columns: SeriesColumns, series: SeriesJudge): string {
  const { time, value, exposure } = seriesRow(cellsOf(line), columns);
  const judged = series.next(time, value, exposure);
  if (judged === null) {
    throw new LineError('its time is not later than that of the row before; rows must be in order of time');
  }
  const { expected, score, alarm } = judged;
  return `${stampOf(time)},${value ?? ''},${round(expected)},${round(score)},${alarm ? 1 : 0}\n`;
}

/** ISO 8601 UTC, to the second where that says it all. Date's own way is ten times slower. */
function stampOf(time: number): string {
  const day = Math.floor(time / DAY);
  if (time % 1000 !== 0) return new Date(time).toISOString();
  if (day !== lastDay.day) lastDay = { day, text: new Date(day * DAY).toISOString().slice(0, -'00:00:00.000Z'.length) };
  const second = (time - day * DAY) / 1000;
  return `${lastDay.text}${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}Z`;
}

const DAY = 86_400_000;
let lastDay = { day: Number.NaN, text: '' };

function two(x: number): string {
  return x < 10 ? `0${x}` : `${x}`;
}

function round(x: number): number {
  return Math.round(x * 1e4) / 1e4;
}
