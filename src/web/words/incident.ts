/** Words of the incident pages. */
import type { Language } from '../../notify/content/format.ts';

interface IncidentWords {
  readonly goingOn: string;
  readonly over: string;
  readonly noneOver: string;
}

const en: IncidentWords = {
  goingOn: 'Going on',
  over: 'Over',
  noneOver: 'No incident has ended yet.',
};

const zh: IncidentWords = {
  goingOn: '进行中',
  over: '已结束',
  noneOver: '还没有结束的事件。',
};

export const INCIDENT_WORDS: Readonly<Record<Language, IncidentWords>> = { en, zh };
