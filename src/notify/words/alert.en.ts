/** What alerts say, in English. The shape of this object is what every other language must fill. */
import type { Counted } from '../content/format.ts';
import { type Inline, type Line, line, strong } from '../content/inline.ts';

const s = (of: Counted, one: string, many: string): Line => line`${of.shown} ${of.n === 1 ? one : many}`;

/** What is counted, for one of it and for several. */
interface Noun {
  readonly one: string;
  readonly many: string;
}

/** `1 h` after a word that counts it. */
const unit = (bin: string): string => (bin === '1 h' ? 'hour' : bin);

export const alertEn = {
  // Subject and title. `topic` is a label or empty; `on` a site's name or empty; `spread` one of the words below.
  about: (brand: string, topic: string) => (topic ? `${brand} ${topic}` : brand),
  times: (about: string, what: Noun, times: string, spread: string, on: string) =>
    `${about}: ${what.many} ${times}× normal${spread}${on && ` on ${on}`}`,
  fromNothing: (about: string, what: Noun, count: string, usual: string, spread: string, on: string) =>
    `${about}: ${count} ${count === '1' ? what.one : what.many}, normally ${usual}${spread}${on && ` on ${on}`}`,
  negativePosts: { one: 'negative post', many: 'negative posts' },
  allPosts: { one: 'post', many: 'posts' },
  onePost: (about: string, r: string, on: string) =>
    `${about}: one negative post is taking off${r && ` (R ${r})`}${on && ` on ${on}`}`,
  news: (about: string, on: string, state: string) => `${about}${on && ` on ${on}`}: ${state}`,
  spreading: (r: string) => `, spreading (R ${r})`,
  maySpread: (r: string) => `, may be spreading (R ${r})`,
  dying: (r: string) => `, dying out (R ${r})`,
  reply: 'Re: ',

  kicker: (service: string, change: string) => `${service} alert · ${change}`,
  severity: (word: string) => word,

  factWhat: 'What',
  factSince: 'Since',
  factSure: 'How sure',
  factFar: 'How far',
  factState: 'State',
  factOwner: 'In the hands of',
  factRecovery: 'Recovery',
  observed: (count: Counted, what: Noun, span: string, expected: Inline, range: string) =>
    line`${strong(s(count, what.one, what.many))} in ${span}, about ${expected} expected (${range})`,
  people: (count: Counted, atMost: boolean) => line`${atMost ? 'up to ' : ''}${s(count, 'person', 'people')}, `,
  stories: (count: Counted, window: string) => line`${s(count, 'separate story', 'separate stories')}, ${window}`,
  oneStrongPost: (posts: Counted | null) =>
    line`${posts === null ? 'One post' : line`One story in ${strong(s(posts, 'post', 'posts'))}`}; the number of complaints is not out of the ordinary yet`,
  since: (first: string) => line`${strong(first)}`,
  noticed: (clock: string, later: string) => line`noticed ${clock}, ${later} after the first post`,
  chance: (odds: string) => line`An ordinary stretch of time looks like this less than once in ${strong(odds)}`,
  chancePlain: (percent: string) => line`An ordinary stretch of time looks like this in ${strong(percent)} of cases`,
  r: (value: Inline, range: string) => line`R ${strong([value])} (${range}): each share sets off ${value} more`,
  forecast: (shares: Line, predicted: Inline, range: string) =>
    line`${shares}${predicted} shares expected in the end (80 %: ${range})`,
  sharesSoFar: (count: Counted) => line`${s(count, 'share', 'shares')} so far; `,
  onlyShares: (count: Counted) => line`${s(count, 'share', 'shares')} so far`,
  spreadUnknown: line`Not known yet: too few readings`,
  by: (who: Inline) => line` by ${who}`,
  stateSince: (state: Line, at: string) => line`${state}, ${at}`,
  negativeShare: (before: Inline, after: Inline) => line`Negative share ${before} → ${strong([after])}`,
  rMoved: (before: string, after: Inline) => line`R ${before} → ${strong([after])}`,
  answeredAt: (at: string) => line`answered ${at}`,

  unacknowledged: (waited: string) => `Not acknowledged for ${waited}: `,
  escalatedTitle: (waited: string) => `Nobody has acknowledged this for ${waited}`,
  toldFirst: (names: Line, at: string) => line`${strong(names)} had the message ${at}.`,
  nobodyTold: (at: string) => line`Nobody could be reached since ${at}.`,
  yourTurn: line`You are next in line. Acknowledge it if you take it on.`,
  comma: ', ',

  changedTitle: (last: string) => `Changed since the mail of ${last}`,
  severityMoved: (from: number, to: number) => line`Severity ${from}/5 → ${strong(`${to}/5`)}`,
  stateMoved: (from: string, to: string) => line`State: ${from} → ${strong(to)}`,
  moreNegative: (count: Counted) => strong(s(count, 'more negative post', 'more negative posts')),
  nowTrending: (entries: Line) => line`Now on a trend list: ${strong(entries)}`,
  newSites: (names: Line) => line`Now also on ${strong(names)}`,
  forecastMoved: (from: string, to: Inline) => line`Expected shares ${from} → ${strong([to])}`,

  blindTitle: 'Not everything could be seen',
  blindNote: line`Numbers and forecast are corrected for it; what was posted there may be missing below.`,
  coordinationTitle: 'May be coordinated',
  coordination: (copies: Counted, accounts: Counted) =>
    line`${s(copies, 'near-identical post', 'near-identical posts')} from ${s(accounts, 'young or similar account', 'young or similar accounts')}. A hint, not a verdict.`,

  chartCaption: (bin: string) => line`Negative posts per ${unit(bin)}; shaded: the ordinary course`,
  chartAlternative: (total: string, bin: string, peak: string, at: string, expected: string) =>
    `Bar chart of negative posts per ${unit(bin)}: ${total} in all, highest ${peak} at ${at}${expected && `, ordinarily about ${expected}`}.`,
  peak: (n: string, bin: string) => `${n} per ${unit(bin)}`,

  open: 'Open incident',
  acknowledge: 'Acknowledge',
  dismiss: 'Not an incident',
  postsTitle: 'Posts that drive it',
  aboutTitle: 'What it is about',
  talkersTitle: 'Who talks',
  stepsTitle: 'Suggested next steps',
  stepsNote: (brand: string) => `from ${brand}’s playbook`,
  postsOf: (count: Counted) => s(count, 'post', 'posts'),
  footerZone: (zone: string) => line`All times are ${zone}.`,
  footerWhy: (service: string, brand: Inline) =>
    line`${service} sends this because you are listed for alerts about ${brand}.`,
};

export type AlertWords = typeof alertEn;
