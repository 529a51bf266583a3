/** `earshot forecast`: shares of a post so far in, shares in the end out. */
import type { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { filterJsonLines } from '../cli/lines.ts';
import { epochOf } from '../cli/series-csv.ts';
import { isTimezone } from '../config/timezone.ts';
import { type CascadeInput, type CountReading, observe, type Share } from '../detect/forecast/cascade.ts';
import { forecastOf } from '../detect/forecast/forecast.ts';
import { reproduction } from '../detect/forecast/reproduction.ts';
import { SHIPPED_FORECAST } from '../detect/forecast/shipped.ts';
import { UsageError } from '../errors.ts';
import { LineError } from '../pipeline/doors/lines.ts';

interface Options {
  readonly timezone: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('forecast')
    .description('how far posts will spread, from their shares so far')
    .option('--timezone <zone>', "the public's IANA time zone", SHIPPED_FORECAST.timezone)
    .addHelpText(
      'after',
      '\nReads one JSON object a line from standard input and writes one for each:\n' +
        '  in   {"id":"a","published_at":1353669030,"observed_at":1353672630,"followers":3512,\n' +
        '        "events":[{"t":663},{"t":809,"parent":0,"followers":120}]}\n' +
        '       or, where only counters are known, "readings":[{"t":900,"count":12}] instead of events\n' +
        '  out  {"id":"a","observed":2,"r":0.9,"predicted":410,"low":120,"high":1300}\n' +
        't: seconds after publication; parent: index into events; what is later than observed_at is not looked at.\n' +
        'predicted: shares 30 days after publication, those so far included; low, high: 80 % interval;\n' +
        'r: further shares that one share causes now. The model learned from posts with 50 shares and more in the end; of one\n' +
        'that nobody has shared yet it knows next to nothing: low is 0.',
    )
    .action(async ({ timezone }: Options) => {
      if (!isTimezone(timezone)) {
        throw new UsageError(`--timezone "${timezone}" is not an IANA time zone`, {
          hint: 'for example Asia/Shanghai',
        });
      }
      await filterJsonLines(context, context.stdin, (value) => forecastLine(value, timezone));
    });
}

function forecastLine(value: Record<string, unknown>, timezone: string): Record<string, unknown> {
  const publishedAt = timeOf(value, 'published_at');
  const age = timeOf(value, 'observed_at') - publishedAt;
  if (age < 0) throw new LineError('"observed_at" is before "published_at"');
  const cascade = observe(cascadeOf(value, publishedAt), age);
  const { observed, predicted, low, high } = forecastOf(cascade, SHIPPED_FORECAST, timezone);
  const r = Math.round(reproduction(cascade).value * 1000) / 1000;
  return { id: value.id ?? null, observed, r, predicted, low, high };
}

function cascadeOf(value: Record<string, unknown>, publishedAt: number): CascadeInput {
  const followers = countOf(value, 'followers', 'followers') ?? null;
  const verified = typeof value.verified === 'boolean' ? value.verified : null;
  const about = { publishedAt, followers, verified };
  if (value.events !== undefined) return { ...about, events: listOf(value, 'events').map(shareOf) };
  if (value.readings !== undefined) return { ...about, readings: listOf(value, 'readings').map(readingOf) };
  throw new LineError('"events" or "readings" is missing; each is a list and may be empty');
}

function shareOf(item: Record<string, unknown>, i: number): Share {
  const t = countOf(item, 't', `events[${i}].t`);
  if (t === undefined) throw new LineError(`"events[${i}].t" is missing; seconds after publication`);
  const parent = countOf(item, 'parent', `events[${i}].parent`);
  const followers = countOf(item, 'followers', `events[${i}].followers`);
  return { t, parent, followers };
}

function readingOf(item: Record<string, unknown>, i: number): CountReading {
  const t = countOf(item, 't', `readings[${i}].t`);
  const count = countOf(item, 'count', `readings[${i}].count`);
  if (t === undefined || count === undefined) throw new LineError(`"readings[${i}]" needs "t" and "count"`);
  return { t, count };
}

function listOf(value: Record<string, unknown>, key: string): Record<string, unknown>[] {
  const list = value[key];
  if (!Array.isArray(list)) throw new LineError(`"${key}" must be a list`);
  for (const [i, item] of list.entries()) {
    if (typeof item !== 'object' || item === null) throw new LineError(`"${key}[${i}]" must be an object`);
  }
  return list as Record<string, unknown>[];
}

/** A number of 0 or more; undefined where there is none. */
function countOf(value: Record<string, unknown>, key: string, name: string): number | undefined {
  const count = value[key];
  if (count === undefined || count === null) return undefined;
  if (typeof count !== 'number' || !(count >= 0 && count < Number.POSITIVE_INFINITY)) {
    throw new LineError(`"${name}" must be a number of 0 or more`);
  }
  return count;
}

/** Epoch seconds. */
function timeOf(value: Record<string, unknown>, key: string): number {
  const time = value[key];
  if (typeof time !== 'number' && typeof time !== 'string') {
    throw new LineError(`"${key}" is missing; epoch seconds or an ISO 8601 time`);
  }
  return epochOf(String(time)) / 1000;
}
