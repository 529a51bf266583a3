/** What an incident consists of: what about, what for, who speaks, what cannot be seen, what the playbook says. */
import type { IncidentChange } from '../../detect/incident-types.ts';
import { GRAVE_INTENTS } from '../../detect/severity.ts';
import type { Brand, Intent, PlaybookStep } from '../../model.ts';
import type { AlertView } from '../../notify/views/alert.ts';
import { type FirstPost, incidentNumbers } from '../../store/incident-numbers.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { type ListedMention, mentionsByRef } from '../../store/mention-list.ts';
import type { Db } from '../../store/store.ts';
import { blindSites } from './blind-sites.ts';
import { coordinationOf, FEWEST_COPIES } from './coordination.ts';
import type { CountIncident } from './kept-numbers.ts';
import { aspectCounts, intentCounts, type PeopleFigure, peopleFigure, type SiteNames, talkerView } from './parts.ts';

export interface IncidentContents {
  readonly parts: Pick<AlertView, 'aspects' | 'intents' | 'talkers' | 'coverage' | 'coordination' | 'steps'>;
  /** Mentions that count. */
  readonly total: number;
  /** Who speaks negatively; the number leads to a list of them. */
  readonly people: PeopleFigure;
  /** Null where there are none. */
  readonly first: FirstPost | null;
  /** Its furthest-reaching negative mentions, one a story. */
  readonly drivers: readonly ListedMention[];
}

const TOP_TALKERS = 5;
/** As many as the page shows; mails show fewer of the same. */
export const MOST_DRIVERS = 8;
/** Sites that could not be seen within so long before count. */
const COVERAGE_MS = 24 * 3_600_000;
/** Stories that are looked at for signs of orchestration, the most told. */
const LOOKED_AT = 50;

export interface ContentsDeps {
  readonly db: Db;
  readonly siteNames: SiteNames;
  /** Counts an incident; `incidentNumbers` unless said otherwise. */
  readonly countIncident?: CountIncident;
}

/** As it was at `at`; `drivers`: how many of them are wanted, no more than `MOST_DRIVERS`. */
export async function contentsOf(
  { db, siteNames, countIncident = incidentNumbers }: ContentsDeps,
  brand: Pick<Brand, 'id' | 'playbook'>,
  { incidentId, title }: Pick<IncidentRow, 'incidentId' | 'title'>,
  at: Date,
  drivers: number,
): Promise<IncidentContents> {
  const filter: MentionFilter = { brand: brand.id, incident: incidentId };
  const negative: MentionFilter = { ...filter, label: 'negative' };
  const wanted = { authors: TOP_TALKERS, top: MOST_DRIVERS, stories: LOOKED_AT, fewest: FEWEST_COPIES };
  const numbers = await countIncident(db, brand.id, incidentId, wanted);
  return {
    total: numbers.total,
    people: peopleFigure(numbers.people, negative),
    first: numbers.first,
    drivers: await mentionsByRef(db, brand.id, numbers.top.slice(0, drivers)),
    parts: {
      aspects: aspectCounts(numbers.aspects, filter),
      intents: intentCounts(numbers.intents, filter),
      talkers: numbers.authors.map((author) => talkerView(author, negative, siteNames)),
      coverage: await blindSites(db, siteNames, {
        ...{ brand: brand.id, from: new Date(at.getTime() - COVERAGE_MS), to: at },
      }),
      coordination: await coordinationOf(db, brand.id, numbers.stories),
      steps: playbookSteps(
        brand,
        title as IncidentChange['title'],
        numbers.intents.map(({ value }) => value),
      ),
    },
  };
}

/** The steps for what it is about, and for every grave thing that anybody in it says; else the general ones. */
function playbookSteps(
  brand: Pick<Brand, 'playbook'>,
  title: IncidentChange['title'],
  said: readonly string[],
): readonly PlaybookStep[] {
  const grave = said.filter((intent) => GRAVE_INTENTS.has(intent as Intent));
  const about = [title.intent, ...grave, title.aspect].filter((key) => key !== null);
  const steps = [...new Set(about)].flatMap((key) => brand.playbook[key] ?? []);
  return steps.length > 0 ? steps : (brand.playbook.default ?? []);
}
