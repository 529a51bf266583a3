/** `earshot try` for people: one page, what was found on it, and what was not. */
import type { Trial } from '../crawl/trial.ts';
import type { BrandMatch, Post } from '../model.ts';

const LABEL_WIDTH = 12;
const SHOWN_POSTS = 5;
const SHOWN_PROBLEMS = 8;
const TEXT_LENGTH = 100;

/** `matches`: brands by position of the post; null where no brands are configured. */
export function trialText(
  trial: Trial,
  crawler: { id: string; title: string },
  matches: readonly BrandMatch[][] | null,
): string {
  const { page, robots, posts } = trial;
  const lines = [row('Crawler', `${crawler.id} (${crawler.title})`), row('Page', trial.url)];
  if (page)
    lines.push(
      row(
        '',
        `${[page.status === 200 ? '' : `status ${page.status}`, `${page.bytes} bytes`, page.charset, page.type].filter(Boolean).join(', ')}`,
      ),
    );
  lines.push(row('robots.txt', robots ? robotsText(robots) : page ? 'not asked: a saved page' : 'not asked'));
  lines.push(row('Outcome', trial.outcome + (trial.reason ? `: ${trial.reason}` : '')));
  lines.push(row('Posts', posts.length === 0 ? 'none' : `${kindsOf(posts)}, site ${sitesOf(posts)}`));
  lines.push(...timesOf(posts), ...fieldsOf(trial), ...besides(trial));
  if (matches) lines.push(...brandsOf(matches));
  lines.push(...problemsOf(trial));
  posts.slice(0, SHOWN_POSTS).forEach((post, i) => {
    lines.push('', ...postLines(post, matches?.[i] ?? []));
  });
  if (posts.length > SHOWN_POSTS) lines.push('', `… and ${posts.length - SHOWN_POSTS} more; --json shows all`);
  return `${lines.join('\n')}\n`;
}

const row = (label: string, text: string) => `${label.padEnd(LABEL_WIDTH)} ${text}`;

function robotsText({ allowed, reason, delayMs }: NonNullable<Trial['robots']>): string {
  return `${allowed ? 'allowed' : 'refused'}: ${reason}${delayMs === null ? '' : `; asks for ${delayMs / 1000} s between requests`}`;
}

function kindsOf(posts: readonly Post[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of posts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`).join(', ');
}

const sitesOf = (posts: readonly Post[]) => [...new Set(posts.map(({ site }) => site))].join(', ');

function timesOf(posts: readonly Post[]): string[] {
  const times = posts.flatMap(({ publishedAt }) => (publishedAt ? [publishedAt.toISOString()] : [])).sort();
  return times.length === 0 ? [] : [row('Published', `${times[0]} … ${times.at(-1)}`)];
}

function fieldsOf({ fill, posts, parsed, missing }: Trial): string[] {
  if (posts.length === 0) return [];
  const shares = Object.entries(fill.shares()).map(([field, share]) => row('', `${percent(share)}  ${field}`));
  const expected = parsed?.expected ?? [];
  const kept = expected.filter((field) => !missing.includes(field));
  return [
    row('Fields', 'share of the posts that have each'),
    ...shares,
    ...(expected.length > 0
      ? [row('Expected', kept.length > 0 ? `${kept.join(', ')}: there` : 'none of them is there')]
      : []),
    ...(missing.length > 0 ? [row('Missing', missing.join(', '))] : []),
  ];
}

const percent = (share: number) => `${Math.round(share * 100)} %`.padStart(5);

function besides({ parsed }: Trial): string[] {
  const next = parsed?.next ?? [];
  const pages = next.filter(({ when }) => when !== 'always');
  const others = next.length - pages.length;
  const { aggregate, trends = [], gone = [] } = parsed ?? {};
  return [
    ...(parsed ? [row('Next page', pages[0]?.url ?? 'none')] : []),
    ...(others > 0
      ? [row('', `${others} more to read besides, such as ${next.find(({ when }) => when === 'always')?.url}`)]
      : []),
    ...(aggregate
      ? [
          row(
            'All reviews',
            `${aggregate.rating.value} of ${aggregate.rating.best}, ${aggregate.count ?? 'an unknown number of'} reviews`,
          ),
        ]
      : []),
    ...(trends.length > 0 ? [row('Trends', `${trends.length}, first: ${trends[0]?.term}`)] : []),
    ...(gone.length > 0 ? [row('Gone', gone.slice(0, 10).join(', '))] : []),
  ];
}

function brandsOf(matches: readonly BrandMatch[][]): string[] {
  const counts = new Map<string, number>();
  for (const { brand } of matches.flat()) counts.set(brand, (counts.get(brand) ?? 0) + 1);
  const text = [...counts].map(([brand, count]) => `${brand} in ${count}`).join(', ');
  return [row('Brands', text === '' ? 'none is named' : text)];
}

function problemsOf({ problems }: Trial): string[] {
  if (problems.length === 0) return [];
  const shown = problems.slice(0, SHOWN_PROBLEMS).map(({ index, id, message, effect }) => {
    return row(
      '',
      `post ${index + 1}${id === null ? '' : ` (${id})`}: ${message}${effect === 'unusable' ? '; it is left out' : ''}`,
    );
  });
  const more = problems.length - shown.length;
  return [row('Problems', `${problems.length}`), ...shown, ...(more > 0 ? [row('', `… and ${more} more`)] : [])];
}

function postLines(post: Post, matches: readonly BrandMatch[]): string[] {
  const { publishedAt, author, rating, title, text, id } = post;
  const rated = rating && `${rating.value}/${rating.best}`;
  const said = [title, text].filter(Boolean).join(' | ').replace(/\s+/g, ' ');
  const why = matches.map(({ brand, why }) => `${brand} (${[...new Set(why.map(reasonOf))].join(', ')})`).join('; ');
  return [
    [id, publishedAt?.toISOString() ?? 'no date', author.name ?? author.id ?? 'no author', rated]
      .filter(Boolean)
      .join('  '),
    `  ${said.length > TEXT_LENGTH ? `${said.slice(0, TEXT_LENGTH).toWellFormed()}…` : said}`,
    ...(why === '' ? [] : [`  matches ${why}`]),
  ];
}

function reasonOf(reason: BrandMatch['why'][number]): string {
  if ('term' in reason) return `"${reason.term}" in the ${reason.field}`;
  return 'page' in reason ? 'the page is about it' : 'the target is about it';
}
