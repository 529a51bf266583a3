/** What an incident is called. */
import type { IncidentChange } from '../../detect/incident-types.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { WebDeps } from '../deps.ts';
import type { Reader } from '../reader.ts';

/** `Acme · service · Weibo`, from the parts that stand out. */
export function incidentTitle(
  deps: Pick<WebDeps, 'brands' | 'siteNames'>,
  reader: Reader,
  incident: IncidentRow,
): string {
  const labels = LABELS[reader.language];
  const { aspect, intent, site } = incident.title as IncidentChange['title'];
  const brand = deps.brands.find((candidate) => candidate.id === incident.brand)?.name ?? incident.brand;
  const parts = [
    brand,
    aspect && (labels.aspect[aspect] ?? aspect),
    intent && labels.intent[intent],
    site && deps.siteNames(site),
  ];
  return parts.filter(Boolean).join(' · ');
}
