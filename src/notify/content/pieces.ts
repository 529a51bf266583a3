/** The parts that alerts and digests have in common: quoted posts, talkers, aspects, blind sites. */
import type { Aspect, Intent, PlaybookStep } from '../../model.ts';
import type {
  AspectCount,
  AuthorView,
  CoverageCaveat,
  IntentCount,
  PostView,
  SiteRef,
  TalkerView,
} from '../views/parts.ts';
import { COMMON } from '../words/common.ts';
import { LABELS } from '../words/labels.ts';
import type { BarRow, Block, PostBlock } from './blocks.ts';
import { excerpt } from './excerpt.ts';
import type { Format, Language } from './format.ts';
import { aside, away, figure, foreign, type Inline, joinLines, type Line, line, link, plain } from './inline.ts';

const TITLE_MAX = 100;

/** A post as it is quoted, with an excerpt of at most `max` graphemes. */
export function postBlock(post: PostView, format: Format, max: number): PostBlock {
  const common = COMMON[format.language];
  const rating = post.rating
    ? [common.rating(format.decimal(post.rating.value), format.decimal(post.rating.best))]
    : [];
  const published = format.moment(post.publishedAt);
  return {
    is: 'post',
    label: post.label,
    labelWord: LABELS[format.language].label[post.label],
    byline: joinLines(
      [[siteName(post.site)], isKnown(post.author) ? author(post.author, format) : [], [published], rating],
      ' · ',
    ),
    title: post.title?.trim() ? excerpt(post.title, [], TITLE_MAX) : null,
    excerpt: post.text.trim() === '' ? null : excerpt(post.text, post.highlights, max),
    meta: joinLines(
      [
        post.reach
          ? common.reach({ n: post.reach.value, shown: figure(post.reach, format.compact(post.reach.value)) })
          : [],
        post.copies.value > 1 ? common.copies(format.count(post.copies).shown) : [],
        post.url ? [away(common.original, post.url)] : [],
        [link(common.why, post.evidence)],
      ],
      ' · ',
    ),
  };
}

export function siteName(site: SiteRef): Inline {
  return foreign(site.name || site.id);
}

export function siteNames(sites: readonly SiteRef[], format: Format): Line {
  return joinLines(
    sites.map((site) => [siteName(site)]),
    COMMON[format.language].listComma,
  );
}

/** A site that could not be seen: since when, and why. */
export function blindLine(caveat: CoverageCaveat, format: Format): Line {
  const { site, blindSince, seenAgainAt, partly = false, reason, evidence } = caveat;
  return COMMON[format.language].blind(
    figure({ value: 0, evidence }, plain([siteName(site)])),
    format.moment(blindSince),
    seenAgainAt === null ? null : format.until(blindSince, seenAgainAt),
    partly,
    LABELS[format.language].outcome[reason],
  );
}

/** Whether a site says anything at all of who wrote. */
function isKnown({ name, kind, followers }: AuthorView): boolean {
  return name !== null || followers !== null || kind !== 'unknown';
}

/** Name, kind, followers. */
function author(of: AuthorView, format: Format): Line {
  const common = COMMON[format.language];
  if (!isKnown(of)) return [common.anonymous];
  const parts = [LABELS[format.language].author[of.kind]];
  if (of.followers !== null) parts.push(common.followers(format.compact(of.followers)));
  const details = common.details(parts);
  return common.named(foreign(of.name ?? common.anonymous, 24), details);
}

/** An aspect's or intent's word; a brand's own aspects are shown as configured. */
export function aspectWord(aspect: Aspect, format: Format): string {
  return LABELS[format.language].aspect[aspect] ?? aspect;
}

export function intentWord(intent: Intent, format: Format): string {
  return LABELS[format.language].intent[intent];
}

/** Aspects and intents as bars against the largest of them. */
export function topicBars(aspects: readonly AspectCount[], intents: readonly IntentCount[], format: Format): BarRow[] {
  const common = COMMON[format.language];
  const largest = Math.max(
    1,
    ...aspects.map((a) => a.negative.value + a.positive.value),
    ...intents.map((i) => i.count.value),
  );
  return [
    ...aspects.map((a): BarRow => {
      const parts = [a.negative.value ? common.negative(format.count(a.negative)) : []];
      parts.push(a.positive.value ? common.positive(format.count(a.positive)) : []);
      return {
        label: [foreign(aspectWord(a.aspect, format))],
        parts: [
          { share: a.negative.value / largest, tone: 'negative' },
          { share: a.positive.value / largest, tone: 'positive' },
        ],
        value: joinLines(parts, ' · '),
      };
    }),
    ...intents.map(
      (i): BarRow => ({
        label: [intentWord(i.intent, format)],
        parts: [
          {
            share: i.count.value / largest,
            tone: i.intent === 'praise' || i.intent === 'repurchase' ? 'positive' : 'warning',
          },
        ],
        value: [format.count(i.count).shown],
      }),
    ),
  ];
}

/** One talker on a line: who, where, how much, in what mood, and what was known of them. */
export function talkerLine(talker: TalkerView, format: Format, posts: Line, earlier: Line = []): Line {
  const mood = LABELS[format.language].label[talker.label];
  const before = earlier.length === 0 ? [] : line` · ${earlier}`;
  return line`${author(talker.author, format)} · ${siteName(talker.site)} · ${posts}${aside(` · ${mood}`)}${before}`;
}

/** A titled part of a message; nothing at all where there is nothing to say. */
export function section(title: string, content: readonly Block[], note: string | null = null): Block[] {
  return content.length === 0 ? [] : [{ is: 'section', title, note: note || null }, ...content];
}

/** The same one level lower. */
export function subsection(title: string, content: readonly Block[]): Block[] {
  return content.length === 0 ? [] : [{ is: 'subtitle', title }, ...content];
}

/** A bulleted list, or nothing. */
export function list(items: readonly Line[]): Block[] {
  return items.length === 0 ? [] : [{ is: 'list', ordered: false, items }];
}

/** A step of a playbook as the reader is to read it. */
export const stepIn = (step: PlaybookStep, language: Language): string =>
  typeof step === 'string' ? step : step[language];
