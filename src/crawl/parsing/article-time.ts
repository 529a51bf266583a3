/** When an article was published: from metadata, from what the page shows, at last from its scripts. */
import type { CheerioAPI } from 'cheerio';
import { parseDate } from '../dates.ts';
import type { Lines, Meta } from './article.ts';

const PUBLISHED = [
  ...[
    'article:published_time',
    'og:published_time',
    'og:article:published_time',
    'datePublished',
    'rnews:datePublished',
  ],
  ...[
    'apub:time',
    'og:time',
    'article_date_original',
    'OriginalPublicationDate',
    'firstpublishedtime',
    'publication_date',
  ],
  ...['PubDate', 'publishdate', 'publish-date', 'pubtime', 'publish_time', 'sailthru.date', 'parsely-pub-date'],
  ...['dc.date.issued', 'dc.date', 'dcterms.created', 'weibo: article:create_at', 'release_date', 'dateUpdate', 'date'],
];
const DAY = '(?:19|20)\\d{2}\\s*(?:[-/.]|年)\\s*\\d{1,2}\\s*(?:[-/.]|月)\\s*\\d{1,2}\\s*日?';
const TIME = '\\d{1,2}\\s*[:：时]\\s*\\d{2}(?:\\s*[:：分]\\s*\\d{2}秒?)?';
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const ENGLISH = `(?:${MONTH}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+(?:19|20)\\d{2}|\\d{1,2}\\s+${MONTH},?\\s+(?:19|20)\\d{2})`;
const DATED = new RegExp(`${DAY}|${ENGLISH}`, 'i');
const TIMED = new RegExp(
  `(?:${DAY}|${ENGLISH})(?:\\s*(?:T|at|,|星期.|周.|上午|下午))?\\s*${TIME}(?:\\s*[ap]\\.?m\\.?)?(?:\\s*(?:Z|[+-]\\d{2}:?\\d{2}|UTC|GMT))?`,
  'i',
);
const ABOUT_TIME = /发布|时间|日期|来源|更新|publish|posted|date|updated|\bby\b/i;
const IN_SCRIPT =
  /["']?\b(?:publish(?:ed)?_?(?:time|at)|created_?at|date_?published|pub_?time|publishdate|createtime|ct|time)\b["']?\s*[:=]\s*["'](\d{10}|\d{13}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)["']/i;

export interface TimeContext {
  /** As JSON-LD says. */
  readonly stated: string | null;
  readonly meta: Meta;
  readonly lines: Lines;
  readonly now: Date;
}

/** The time as the page writes it; null if it says none. */
export function publishedOf($: CheerioAPI, { stated, meta, lines, now }: TimeContext): string | null {
  const read = (value: string | null | undefined) => parseDate(value?.trim(), { now, timezone: 'UTC' });
  const sound = (value: string | null | undefined): string | null => {
    const clean = value
      ?.trim()
      .replace(/^(\d{4}-\d\d?-\d\d?)-(\d\d?:)/, '$1 $2')
      .replace(/\s*[:：]\s*/g, ':');
    return clean && read(clean) !== null ? clean : null;
  };
  const declared =
    sound(stated) ??
    sound(meta(...PUBLISHED)) ??
    sound($('time[datetime][pubdate],[itemprop~="datePublished"][datetime],time[datetime]').first().attr('datetime')) ??
    sound($('html').attr('data-publishtime'));
  // A bare day in the metadata is told to the minute by the page.
  if (declared !== null && /\d:\d/.test(declared)) return declared;
  const written = (lines: readonly string[], pattern: RegExp, wanted: (line: string) => boolean) => {
    for (const line of lines) {
      const found = wanted(line) ? sound(pattern.exec(line)?.[0]) : null;
      if (found !== null) return found;
    }
    return null;
  };
  const { head, rest } = lines;
  const dated = (each: readonly string[]) =>
    written(each, TIMED, () => true) ?? written(each, DATED, (line) => ABOUT_TIME.test(line) || line.length <= 40);
  if (declared !== null) {
    const timed = written([...head, ...rest], TIMED, () => true);
    const apart = Math.abs((read(timed)?.getTime() ?? 0) - (read(declared)?.getTime() ?? 0));
    return timed !== null && apart < 36 * 3_600_000 ? timed : declared;
  }
  const scripted = IN_SCRIPT.exec($('script:not([src])').text())?.[1];
  return dated(head.slice(-12)) ?? sound(scripted) ?? dated(head) ?? dated(rest);
}
