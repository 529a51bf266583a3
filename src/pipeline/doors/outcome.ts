/** The judgement on what was brought: in the words of crawls, so that a door is as well or unwell as a crawler. */
import { rememberFill, vanishedFields } from '../../crawl/fill.ts';
import type { FieldHistory } from '../../crawl/ports.ts';
import type { CrawlOutcome } from '../../model.ts';
import { loadTargetState, saveTargetState } from '../../store/crawls.ts';
import type { Db } from '../../store/store.ts';
import type { Brought } from './bring.ts';

type FillHistory = Readonly<Record<string, FieldHistory>>;

export interface Judgement {
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  readonly history: FillHistory;
}

/** `history`: which fields posts of this door used to have. */
export function judgeBrought(brought: Brought, history: FillHistory): Judgement {
  const missing = vanishedFields(brought.fill, history);
  const next = rememberFill(history, brought.fill, missing.length > 0);
  const { read, failed, errors } = brought;
  const first = errors[0] === undefined ? '' : `line ${errors[0].line}: ${errors[0].message}`;
  const say = (outcome: CrawlOutcome, reason: string) => ({ outcome, reason, history: next });
  if (read > 0 && failed === read) return say('drifted', `none of ${read} rows could be used: ${first}`);
  if (missing.length > 0) return say('drifted', `posts no longer have ${missing.join(', ')}: the export has changed`);
  const some = failed === 0 ? '' : `${failed} of ${read} rows could not be used: ${first}`;
  if (brought.new + brought.updated > 0) return say('ok', some);
  return read > 0 ? say('unchanged', some) : say('empty', 'it was read well, and there is no post in it');
}

/** Which fields posts of this door used to have. */
export async function fillHistory(db: Db, door: string): Promise<FillHistory> {
  const state = (await loadTargetState(db, door)) as { fill?: FillHistory } | null;
  return state?.fill ?? {};
}

export function rememberHistory(db: Db, door: string, fill: FillHistory): Promise<void> {
  return saveTargetState(db, door, { fill });
}
