/** A brand's day or week as it was sent; where it was sent to nobody, as it is known now. */
import { toStandaloneHtml } from '../../notify/mail/mail.ts';
import { renderDigest } from '../../notify/render.ts';
import type { DigestView } from '../../notify/views/digest.ts';
import { composeDigest } from '../../pipeline/views/digest-view.ts';
import { findDigestOf } from '../../store/digests.ts';
import type { WebDeps } from '../deps.ts';
import type { Reader } from '../reader.ts';

export interface DigestAsked {
  readonly brand: string;
  /** First day of the period, `YYYY-MM-DD`. */
  readonly day: string;
  readonly period: DigestView['period'];
  /** Whose, where it was sent to several. */
  readonly recipient: string | undefined;
}

const isDay = (word: string) => /^\d{4}-\d\d-\d\d$/.test(word) && !Number.isNaN(Date.parse(word));

/** Null where there is no such brand or day. */
export async function digestPage(deps: WebDeps, reader: Reader, asked: DigestAsked): Promise<string | null> {
  const { brand: id, day, period, recipient } = asked;
  const stored = await findDigestOf(deps.store.db, id, day, recipient, period);
  const { publicUrl, serviceName } = deps;
  if (stored !== null) {
    const view = stored.view as DigestView;
    const language = stored.language as Reader['language'];
    // Whoever looks at the page is not always its recipient, who alone may leave.
    const shown = { ...view, links: { ...view.links, unsubscribe: null } };
    return toStandaloneHtml(await renderDigest(shown, { language, timezone: stored.timezone, publicUrl, serviceName }));
  }
  const brand = deps.brands.find((candidate) => candidate.id === id);
  if (brand === undefined || !isDay(day)) return null;
  const { language, timezone } = reader;
  const views = { db: deps.store.db, brands: deps.brands, siteNames: deps.siteNames };
  const view = await composeDigest(views, brand, day, timezone, period);
  return toStandaloneHtml(await renderDigest(view, { language, timezone, publicUrl, serviceName }));
}
