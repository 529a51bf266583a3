/**
 * Mastodon and servers that speak its API (Pleroma, Akkoma, GoToSocial, …): hashtag timelines, account timelines,
 * search, and the replies below a post, on any instance.
 *
 * Verified against: the Status entity, the timelines and the search method as documented at docs.joinmastodon.org.
 * Robots and terms: hashtag timelines are open unless the instance says otherwise (then it answers 401 or 422); search
 * for posts needs a token of an account there. Accounts that ask not to be indexed are left out.
 */
import {
  defineCrawler,
  fillTemplate,
  htmlToText,
  type PageRequest,
  ParseError,
  type PostInput,
  parseNumber,
  record,
  records,
  string,
  uniqueById,
  withQuery,
  z,
} from '../src/crawl/contract.ts';

export default defineCrawler({
  title: 'Mastodon',
  homepage: 'https://docs.joinmastodon.org/methods/timelines/',
  render: 'http',
  robots: 'obey',
  options: z.strictObject({
    instance: z
      .string()
      .regex(/^(https?:\/\/)?[\w.-]+(:\d+)?\/?$/, 'must be a host name, as in mastodon.social')
      .default('mastodon.social')
      .describe('Host of the instance.'),
    tags: z
      .array(z.string().min(1))
      .default([])
      .describe("Hashtags to read, without #; the brands' terms unless given."),
    accounts: z.array(z.string().regex(/^\d+$/)).default([]).describe('Ids of accounts whose posts are read.'),
    search: z.boolean().default(false).describe('Also search all posts; most instances want a token for it.'),
    token: z.string().min(1).optional().describe('Access token of an account on the instance, for search.'),
    local: z.boolean().default(false).describe('Only posts written on this instance.'),
  }),
  requests: ({ instance, tags, accounts, search, token, local }, { query }) => {
    const base = `${/^https?:/.test(instance) ? '' : 'https://'}${instance}`.replace(/\/$/, '');
    const headers = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
    const names = (tags.length > 0 ? tags : query).map(tagOf).filter((tag) => tag !== '');
    const urls = [
      ...[...new Set(names)].map((tag) =>
        withQuery(base + fillTemplate('/api/v1/timelines/tag/{tag}', { tag }), {
          limit: 40,
          ...(local ? { local: 'true' } : {}),
        }),
      ),
      ...accounts.map((id) => `${base}/api/v1/accounts/${id}/statuses?limit=40&exclude_reblogs=true`),
      ...(search
        ? query.map((words) => withQuery(`${base}/api/v2/search`, { q: words, type: 'statuses', limit: 40 }))
        : []),
    ];
    return urls.map((url) => ({ url, ...headers }));
  },
  refresh: (posts, { instance }) => {
    const base = `${/^https?:/.test(instance) ? '' : 'https://'}${instance}`.replace(/\/$/, '');
    const batches: PageRequest[] = [];
    // The method takes up to 20 ids, and answers with those that exist.
    for (let start = 0; start < posts.length; start += 20) {
      const ids = posts.slice(start, start + 20).map(({ id }) => id);
      const asked = ids.map((id) => `id[]=${encodeURIComponent(id)}`);
      batches.push({ url: `${base}/api/v1/statuses?${asked.join('&')}`, posts: ids });
    }
    return batches;
  },
  parse: (page, { options }) => {
    const body = page.json();
    const answer = record(body);
    // A timeline is a list, a search has `statuses`, a context has `ancestors` and `descendants`, a status stands alone.
    const statuses = Array.isArray(body)
      ? records(body)
      : Array.isArray(answer.statuses)
        ? records(answer.statuses)
        : Array.isArray(answer.descendants)
          ? [...records(answer.ancestors), ...records(answer.descendants)]
          : answer.content !== undefined
            ? [answer]
            : null;
    if (statuses === null) {
      const error = string(answer.error);
      if (error !== null && /token|authenticat|log ?in|authori[sz]/i.test(error)) return { posts: [], blocked: error };
      throw new ParseError(
        error === null ? 'this is no timeline, search or status of Mastodon' : `the instance says: ${error}`,
      );
    }
    const headers = options.token === undefined ? {} : { headers: { authorization: `Bearer ${options.token}` } };
    const next = nextUrl(page.url, page.headers.link, statuses, Array.isArray(body));
    return {
      posts: uniqueById(statuses.flatMap((status) => statusPost(status, statuses) ?? [])),
      next: next === null ? [] : [{ url: next, ...headers }],
      expected: ['author.name', 'published_at', 'url'],
    };
  },
});

/** A hashtag has no spaces or punctuation: `Acme Air` is written #AcmeAir. */
function tagOf(words: string): string {
  return words.replace(/[^\p{L}\p{N}_]+/gu, '');
}

function statusPost(
  status: Readonly<Record<string, unknown>>,
  all: readonly Readonly<Record<string, unknown>>[],
): PostInput | null {
  // A boost carries the boosted post; what was said is the original's, and so are its counters.
  const shown = status.reblog !== null && status.reblog !== undefined ? record(status.reblog) : status;
  const id = string(shown.id);
  const account = record(shown.account);
  if (id === null || Object.keys(account).length === 0 || account.noindex === true) return null;
  const warning = htmlToText(string(shown.spoiler_text));
  const content = htmlToText(string(shown.content));
  const text = warning === '' ? content : `${warning}\n${content}`.trim();
  const poll = records(record(shown.poll).options).flatMap((option) => string(option.title) ?? []);
  const pictures = records(shown.media_attachments).flatMap((media) => string(media.description) ?? []);
  const said = [text, ...poll].join('\n').trim() || pictures.join('\n');
  if (said === '') return null;
  const parent = string(shown.in_reply_to_id);
  return {
    id,
    kind: parent === null ? 'post' : 'comment',
    url: string(shown.url) ?? string(shown.uri),
    author: {
      name: string(account.display_name) ?? string(account.username),
      id: string(account.acct) ?? string(account.id),
      followers: parseNumber(string(account.followers_count)),
      verified: null,
    },
    text: said,
    lang: string(shown.language),
    published_at: string(shown.created_at),
    edited_at: string(shown.edited_at),
    engagement: {
      likes: parseNumber(string(shown.favourites_count)),
      replies: parseNumber(string(shown.replies_count)),
      reposts: parseNumber(string(shown.reblogs_count)),
    },
    parent,
    root: parent === null ? null : rootOf(parent, all),
  };
}

/** The thread's beginning, where this page shows it. */
function rootOf(parent: string, all: readonly Readonly<Record<string, unknown>>[]): string | null {
  const parents = new Map(all.map((status) => [string(status.id), string(status.in_reply_to_id)]));
  const seen = new Set<string>();
  let root: string | null = parent;
  while (root !== null && !seen.has(root)) {
    seen.add(root);
    const above: string | null | undefined = parents.get(root);
    if (above === null) return root;
    root = above ?? null;
  }
  return null;
}

/** The `Link` header where it was kept, else the oldest id of a timeline. */
function nextUrl(
  current: string,
  link: string | undefined,
  statuses: readonly Readonly<Record<string, unknown>>[],
  timeline: boolean,
): string | null {
  const linked = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  if (linked !== undefined) return URL.canParse(linked) ? linked : null;
  const last = string(statuses.at(-1)?.id);
  return timeline && last !== null && /\/timelines\/|\/statuses\?/.test(current) && !current.includes('id[]=')
    ? withQuery(current, { max_id: last })
    : null;
}
