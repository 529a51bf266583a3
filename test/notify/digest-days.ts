/** Digests of days out of the ordinary, for tests and previews: silent, blind, the first one, an overfull one. */
import type { Compared, DigestView } from '../../src/notify/views/digest.ts';
import { digestView, est, PRAISE } from './digest-views.ts';
import { ENGLISH_POST, fig, post } from './views.ts';

const none = (of: string): Compared => ({ now: fig(0, of), usual: null });
const nothing = digestView();

/** Nobody said a word, and every site was seen. */
export const QUIET = digestView({
  tracking: {
    mentions: none('mentions'),
    negative: none('negative'),
    positive: none('positive'),
    neutral: fig(0),
    net: null,
    netUsual: null,
    voice: [],
    history: nothing.tracking.history
      .slice(0, 29)
      .map((d) => ({ ...d, mentions: (d.mentions ?? 0) % 7, negative: (d.negative ?? 0) % 2 })),
  },
  topics: { risen: [], fallen: [], aspects: [], intents: [] },
  talkers: { authors: fig(0), newcomers: fig(0), loud: [], loyal: [], leaving: [] },
  tools: {
    sites: nothing.tools.sites.slice(0, 2).map((s) => ({ ...s, mentions: fig(0), negative: fig(0) })),
    blind: [],
  },
  takingPart: {
    unanswered: fig(0),
    waiting: [],
    answered: fig(0),
    responseMinutes: null,
    incidents: [],
    unconfirmed: [],
  },
  top: { negative: [], positive: [] },
});

/** Nobody could be heard: no site was seen. */
export const BLIND: DigestView = {
  ...QUIET,
  tracking: { ...QUIET.tracking, history: [] },
  tools: {
    sites: QUIET.tools.sites.map((s) => ({ ...s, coverage: fig(0, 'coverage') })),
    blind: QUIET.tools.sites.map(({ site }) => ({
      site,
      blindSince: '2025-08-13T11:00:00.000Z',
      seenAgainAt: null,
      reason: 'unreachable',
      evidence: `/coverage/${site.id}`,
    })),
  },
};

/** A few words, early days: no past weeks. */
export const FIRST_DAY = digestView({
  tracking: {
    mentions: { now: fig(3, 'mentions'), usual: null },
    negative: { now: fig(1, 'negative'), usual: null },
    positive: { now: fig(1, 'positive'), usual: null },
    neutral: fig(1),
    net: est(0, -0.66, 0.66, 'net'),
    netUsual: null,
    voice: [],
    history: nothing.tracking.history
      .slice(-2)
      .map((d, i) => ({ ...d, mentions: i === 0 ? null : 3, negative: i === 0 ? null : 1 })),
  },
  topics: { risen: [], fallen: [], aspects: nothing.topics.aspects.slice(1, 2), intents: [] },
  talkers: { ...nothing.talkers, authors: fig(3), newcomers: fig(3), loud: [], loyal: [], leaving: [] },
  tools: { sites: nothing.tools.sites.slice(0, 1), blind: [] },
  takingPart: QUIET.takingPart,
  top: { negative: [ENGLISH_POST], positive: [PRAISE] },
});

/** More of everything than anybody reads. */
export const OVERFULL = digestView({
  top: {
    negative: Array.from({ length: 60 }, (_, i) =>
      post({ postId: `n${i}`, text: post().text.repeat(40), copies: fig(i * 991 + 1) }),
    ),
    positive: Array.from({ length: 60 }, (_, i) => ({ ...PRAISE, postId: `g${i}` })),
  },
  topics: {
    ...nothing.topics,
    risen: Array.from({ length: 80 }, (_, i) => ({
      topic: { words: `word${i} `.repeat(30) },
      label: 'negative',
      now: fig(1_234_567),
      usual: fig(0.3),
      quote: post({ postId: `r${i}` }),
    })),
  },
  tools: {
    sites: Array.from({ length: 200 }, (_, i) => ({
      site: { id: `s${i}`, name: `very-long-host-name-number-${i}.reviews.example.com` },
      mentions: fig(10_000 - i),
      negative: fig(3_000),
      coverage: fig(0.5),
    })),
    blind: nothing.tools.blind,
  },
  takingPart: {
    ...nothing.takingPart,
    waiting: Array.from({ length: 90 }, (_, i) => ({ ...ENGLISH_POST, postId: `w${i}` })),
    incidents: Array.from({ length: 40 }, (_, i) => ({ ...nothing.takingPart.incidents[0]!, incidentId: `${i}` })),
  },
});
