/** What the pages of a brand and a period show, over the API: overview, topics, talkers, incidents, digests, work. */
import { z } from 'zod';
import type { Brand } from '../../model.ts';
import { overviewOf, PERIODS } from '../../pipeline/views/overview-view.ts';
import { talkersView } from '../../pipeline/views/talkers-view.ts';
import { topicsView } from '../../pipeline/views/topics-view.ts';
import { targetHealth } from '../../store/crawls.ts';

import { listDigests } from '../../store/digests.ts';
import { findIncident, type IncidentRow, listIncidents, transitionsOf } from '../../store/incidents.ts';
import { countMentions } from '../../store/mention-list.ts';
import { listDeliveries } from '../../store/outbox-list.ts';
import { countPeople } from '../../store/people-behind.ts';
import { formatPostRef } from '../../store/post-ref.ts';
import type { WebDeps } from '../deps.ts';
import { periodFilter } from '../pages/talkers.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import * as schemas from './schemas.ts';

const none = z.strictObject({});
const brandQuery = z.strictObject({
  brand: z.string().optional().describe('Id of the brand; the first of our own where it is left out.'),
  days: z
    .enum(PERIODS.map(String) as [string, ...string[]])
    .optional()
    .describe('How far back; 30 where it is left out.'),
});
const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional().describe('100 where it is left out.'),
});
const USUAL = 100;

function askedOf(
  deps: WebDeps,
  query: z.output<typeof brandQuery>,
): { brand: Brand; days: (typeof PERIODS)[number] } | null {
  const first = deps.brands.find(({ role }) => role === 'own') ?? deps.brands[0];
  const brand = query.brand === undefined ? first : deps.brands.find(({ id }) => id === query.brand);
  const days = PERIODS.find((period) => String(period) === query.days) ?? 30;
  return brand === undefined ? null : { brand, days };
}

function incidentOf(one: IncidentRow): z.input<typeof schemas.incident> {
  const about = one.title as { aspect?: string | null; intent?: string | null; site?: string | null };
  return {
    ...{ id: one.incidentId, brand: one.brand, state: one.state, severity: one.severity, owner: one.owner },
    opened_at: one.openedAt.toISOString(),
    changed_at: one.changedAt.toISOString(),
    closed_at: one.closedAt?.toISOString() ?? null,
    about: { aspect: about.aspect ?? null, intent: about.intent ?? null, site: about.site ?? null },
  };
}

export const REPORT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/brands',
    summary: 'The brands that are watched.',
    access: 'reader',
    params: none,
    query: none,
    answer: z.object({ brands: z.array(schemas.brand) }),
    run: async ({ deps }) => ({ brands: deps.brands.map(({ id, name, role }) => ({ id, name, role })) }),
  }),
  endpoint({
    method: 'get',
    path: '/overview',
    summary: 'A brand’s days against what is ordinary for it, and its share of voice.',
    access: 'reader',
    params: none,
    query: brandQuery,
    answer: schemas.overview,
    run: async ({ deps, query }) => {
      const asked = askedOf(deps, query);
      if (asked === null) return null;
      const { db } = deps.store;
      const views = { db, brands: deps.brands, causes: deps.causes };
      const view = await overviewOf(views, asked.brand, asked.days, deps.timezone, deps.clock.now());
      return {
        brand: asked.brand.id,
        days: view.days.map(({ day, total, negative, positive, net, seen, netBand, totalBand }) => ({
          ...{ day, total, negative, positive, net, seen, ordinary_net: netBand, ordinary_total: totalBand },
        })),
        voices: view.voices.map(({ brand, total, share, net }) => ({ brand: brand.id, total, share, net })),
      };
    },
  }),
  endpoint({
    method: 'get',
    path: '/topics',
    summary: 'What rises and falls, in topics and in words, and each topic over time.',
    access: 'reader',
    params: none,
    query: brandQuery,
    answer: schemas.topics,
    run: async ({ deps, query }) => {
      const asked = askedOf(deps, query);
      if (asked === null) return null;
      const view = await topicsView(deps.store.db, asked.brand, asked.days, deps.timezone, deps.clock.now());
      return {
        brand: asked.brand.id,
        from: view.from.toISOString(),
        to: view.to.toISOString(),
        topics: view.moves.map(({ kind, name, total, negative, positive, usual, departure }) => ({
          ...{ kind, name, total, negative, positive, usual, departure },
        })),
        risen: [...view.risen],
        fallen: [...view.fallen],
        aspects: view.aspects.map(({ aspect, counts }) => ({
          aspect,
          counts: counts.map((count, index) => ({ day: view.columns[index]!.day, ...count })),
        })),
      };
    },
  }),
  endpoint({
    method: 'get',
    path: '/talkers',
    summary: 'Who drives what is said, stories that many tell, and hints at coordination.',
    access: 'reader',
    params: none,
    query: brandQuery,
    answer: schemas.talkers,
    run: async ({ deps, query }) => {
      const asked = askedOf(deps, query);
      if (asked === null) return null;
      const filter = periodFilter(asked, deps.timezone, deps.clock.now());
      const view = await talkersView(deps.store.db, filter);
      return {
        ...{ brand: asked.brand.id, from: filter.from.toISOString(), to: filter.to.toISOString() },
        ...{ looked: view.looked, cut: view.cut, kinds: [...view.kinds] },
        authors: view.drivers.map(
          ({ authorKey, authorName, followers, site, posts, negative, positive, engagement }) => ({
            ...{ key: authorKey, name: authorName, followers, site, posts, negative, positive, engagement },
          }),
        ),
        stories: view.stories.map(({ storyId, text, label, posts, authors, shared, engagement, ...story }) => ({
          ...{ story: storyId, ref: formatPostRef(story), text, label, posts, authors, shared, engagement },
          ...{
            first_at: story.firstAt.toISOString(),
            last_at: story.lastAt.toISOString(),
            coordinated: story.coordinated,
          },
        })),
      };
    },
  }),
  endpoint({
    method: 'get',
    path: '/incidents',
    summary: 'Incidents, those that changed last first.',
    access: 'reader',
    params: none,
    query: listQuery.extend({
      brand: z.string().optional(),
      open: z.enum(['true', 'false']).optional().describe('true: only those that are going on.'),
    }),
    answer: z.object({ incidents: z.array(schemas.incident) }),
    run: async ({ deps, query }) => {
      const { brand, open, limit = USUAL } = query;
      const filter = { limit, openOnly: open === 'true', ...(brand !== undefined && { brand }) };
      return { incidents: (await listIncidents(deps.store.db, filter)).map(incidentOf) };
    },
  }),
  endpoint({
    method: 'get',
    path: '/incidents/{id}',
    summary: 'One incident with what happened to it. Its mentions: `/mentions?incident=ID`.',
    access: 'reader',
    params: z.object({
      id: z.coerce
        .number()
        .int()
        .min(1)
        .max(2 ** 40),
    }),
    query: none,
    answer: schemas.incidentDetail,
    run: async ({ deps, params }) => {
      const { db } = deps.store;
      const found = await findIncident(db, params.id);
      if (found === null) return null;
      const filter = { brand: found.brand, incident: params.id };
      const { total, negative, positive, stories, authors } = await countMentions(db, filter);
      const transitions = await transitionsOf(db, params.id);
      return {
        ...incidentOf(found),
        counts: { total, negative, positive, stories, authors },
        people: await countPeople(db, { ...filter, label: 'negative' }),
        transitions: transitions.map(({ seq, kind, at, by, severity }) => ({
          seq,
          kind,
          at: at.toISOString(),
          by,
          severity,
        })),
      };
    },
  }),
  endpoint({
    method: 'get',
    path: '/digests',
    summary: 'Digests as they were composed, newest first.',
    access: 'reader',
    params: none,
    query: listQuery,
    answer: z.object({ digests: z.array(schemas.digest) }),
    run: async ({ deps, query }) => ({
      digests: (await listDigests(deps.store.db, query.limit ?? USUAL)).map((one) => ({
        ...{ brand: one.brand, period: one.period, day: one.day, recipient: one.recipient, edition: one.edition },
        ...{ language: one.language, timezone: one.timezone, created_at: one.createdAt.toISOString() },
        sent_at: one.sentAt?.toISOString() ?? null,
      })),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/targets',
    summary: 'How each target stands.',
    access: 'reader',
    params: none,
    query: none,
    answer: z.object({ targets: z.array(schemas.target) }),
    run: async ({ deps }) => ({
      targets: (await targetHealth(deps.store.db)).map((one) => ({
        ...{ target: one.target, crawler: one.crawler, site: one.site, brands: one.brands, paused: one.paused },
        ...{ last_outcome: one.lastOutcome, last_reason: one.lastReason, last_at: one.lastAt?.toISOString() ?? null },
        covered_until: one.coveredUntil?.toISOString() ?? null,
        failing_since: one.failingSince?.toISOString() ?? null,
      })),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/deliveries',
    summary: 'What was sent, what waits, what failed; newest first.',
    access: 'responder',
    params: none,
    query: listQuery,
    answer: z.object({ deliveries: z.array(schemas.delivery) }),
    run: async ({ deps, query }) => ({
      deliveries: (await listDeliveries(deps.store.db, { limit: query.limit ?? USUAL })).map((one) => ({
        ...{ key: one.key, recipient: one.recipient, channel: one.channel, attempt: one.attempt, state: one.state },
        ...{ subject: one.subject, last_error: one.lastError, created_at: one.createdAt.toISOString() },
        sent_at: one.sentAt?.toISOString() ?? null,
      })),
    }),
  }),
];
