/** Numbers and times as one reader writes them. */
import type { Recipient } from '../../model.ts';
import type { Day, Figure, IsoTime } from '../views/parts.ts';
import { figure, type Inline } from './inline.ts';

export type Language = Recipient['language'];

/** A number that is shown: its value (for plurals) and its form. */
export interface Counted {
  readonly n: number;
  readonly shown: Inline;
}

export interface Format {
  readonly language: Language;
  readonly timezone: string;
  /** `12,345` */
  integer(n: number): string;
  /** One digit after the point, where it says something: `6`, `2.4`, `0.3`. */
  decimal(n: number): string;
  /** `1.2M`, `120万`; whole below 10,000. */
  compact(n: number): string;
  /** A share 0…1 as `32%`; one digit after the point below 1 %. */
  percent(share: number): string;
  /** −1…1 as `−100…+100`, with its sign. */
  signed(score: number): string;
  /** `3–12`; `−16 to +8` where a sign could be taken for a dash. */
  range(low: string, high: string): string;
  /** `Thu 14 Aug, 14:05` */
  moment(at: IsoTime): string;
  /** `Thu 14 Aug, 14:05`, or the clock alone where it is the same day as `from`. */
  until(from: IsoTime, to: IsoTime): string;
  /** `14:05–17:00`, with the days where they are two. */
  stretch(from: IsoTime, to: IsoTime): string;
  /** `14:05` */
  clock(at: IsoTime): string;
  /** `Thursday, 14 August 2025`; a `Day` carries its zone with it, so none is applied. */
  longDay(day: Day): string;
  /** `14 Aug` */
  shortDay(day: Day): string;
  /** `Thursday` */
  weekday(day: Day): string;
  /** `1 h 20 min`, `3 days 4 h`: at most two units, rounded down. */
  duration(minutes: number): string;
  /** A counted number that links to its rows. */
  count(of: Figure): Counted;
}

const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const;
const MINUS = '−';

const known = new Map<string, Format>();

/** The format of a language and an IANA time zone. Throws `RangeError` on an unknown zone. */
export function formatFor(language: Language, timezone: string): Format {
  const key = `${language} ${timezone}`;
  const format = known.get(key) ?? createFormat(language, timezone);
  known.set(key, format);
  return format;
}

function createFormat(language: Language, timezone: string): Format {
  const locale = LOCALES[language];
  const zh = language === 'zh';
  const numbers = (digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const whole = numbers(0);
  const tenths = numbers(1);
  const short = new Intl.NumberFormat(zh ? 'zh-CN' : 'en', { notation: 'compact', maximumFractionDigits: 1 });
  const clock = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: timezone });
  const day = dates({ weekday: 'short', day: 'numeric', month: 'short', timeZone: timezone });
  const longDay = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortDay = dates({ day: 'numeric', month: 'short', timeZone: 'UTC' });
  const weekday = dates({ weekday: zh ? 'short' : 'long', timeZone: 'UTC' });
  const units = zh ? ([' 天', ' 小时', ' 分钟'] as const) : ([' days', ' h', ' min'] as const);
  const gap = zh ? '' : ', ';

  const format: Format = {
    language,
    timezone,
    integer: (n) => whole.format(n).replace('-', MINUS),
    decimal: (n) => (Math.abs(n) >= 10 ? whole : tenths).format(n).replace('-', MINUS),
    compact: (n) => (n < 10_000 ? whole : short).format(n),
    percent: (share) => {
      const value = share * 100;
      return `${(value > 0 && value < 1 ? tenths : whole).format(value)}%`;
    },
    signed: (score) => {
      const value = Math.round(score * 100);
      return value === 0 ? '0' : `${value > 0 ? '+' : MINUS}${Math.abs(value)}`;
    },
    range: (low, high) =>
      low === high ? low : /[−+]/.test(low + high) ? `${low} ${zh ? '至' : 'to'} ${high}` : `${low}–${high}`,
    moment: (at) =>
      `${day.format(new Date(at)).replace(',', '').replace('日周', '日 周')}${gap || ' '}${clock.format(new Date(at))}`,
    until: (from, to) =>
      day.format(new Date(from)) === day.format(new Date(to)) ? format.clock(to) : format.moment(to),
    stretch: (from, to) =>
      day.format(new Date(from)) === day.format(new Date(to))
        ? format.range(format.clock(from), format.clock(to))
        : `${format.moment(from)} – ${format.moment(to)}`,
    clock: (at) => clock.format(new Date(at)),
    longDay: (of) => longDay.format(new Date(`${of}T00:00:00Z`)),
    shortDay: (of) => shortDay.format(new Date(`${of}T00:00:00Z`)),
    weekday: (of) => weekday.format(new Date(`${of}T00:00:00Z`)),
    duration: (minutes) => {
      const all = Math.max(0, Math.floor(minutes));
      const parts = [Math.floor(all / 1440), Math.floor(all / 60) % 24, all % 60];
      const from = Math.max(
        0,
        parts.findIndex((part) => part > 0),
      );
      const said = parts
        .map((part, i) =>
          part > 0 && i >= from && i < from + 2
            ? `${part}${part === 1 ? units[i]!.replace('days', 'day') : units[i]}`
            : '',
        )
        .filter((part) => part !== '');
      return said.join(' ') || `0${units[2]}`;
    },
    count: (of) => ({ n: of.value, shown: figure(of, format.integer(of.value)) }),
  };
  return format;
}
