/** What grows that should not, told from measures of one day after another. */
import type { Measure } from './measure.ts';

/** Tables that keep what they have by intention: what was said, told, and decided. Each day adds its share. */
const KEPT = new Set([
  ...['post_keys', 'posts', 'mentions', 'readings', 'post_versions', 'stories', 'story_bands', 'buckets'],
  ...['incidents', 'incident_transitions', 'incident_posts', 'digests', 'operator_notices', 'config_changes'],
]);
/** Rows that come and go with the hour of the day. */
const FEW_ROWS = 60;
/** Postgres closes the one it used longest ago when it would keep more open (`max_files_per_process`). */
const STORE_FILES = 1_000;
const MEGABYTE = 2 ** 20;

/**
 * `settled`: the day (1 is the first) after which what retention limits must no longer grow: the longest time anything
 * limited is kept, and the crisis, have passed. Empty: nothing grows.
 */
export function growth(measures: readonly Measure[], settled: number): string[] {
  const from = measures.find(({ day }) => day === settled);
  const last = measures.at(-1);
  if (from === undefined || last === undefined || last.day <= settled)
    throw new Error(`more than ${settled} days are needed`);
  const wrong = last.overdue.map((line) => `not dropped: ${line}`);
  const more = (what: string, before: number, after: number, allowed: number) => {
    if (after > allowed)
      wrong.push(`${what}: ${Math.round(before)} on day ${from.day}, ${Math.round(after)} on day ${last.day}`);
  };
  more('heap, MB', from.heap / MEGABYTE, last.heap / MEGABYTE, (from.heap / MEGABYTE) * 1.1 + 8);
  more('resident, MB', from.resident / MEGABYTE, last.resident / MEGABYTE, (from.resident / MEGABYTE) * 1.2 + 60);
  more('open files', from.files, last.files, from.files + 8);
  more('open files of the store', from.storeFiles, last.storeFiles, STORE_FILES);
  for (const [kind, count] of Object.entries(last.handles)) {
    more(`handles ${kind}`, from.handles[kind] ?? 0, count, (from.handles[kind] ?? 0) + 8);
  }
  for (const [table, count] of Object.entries(last.rows)) {
    const before = from.rows[table] ?? 0;
    if (!KEPT.has(table)) more(`rows of ${table}`, before, count, before * 1.15 + FEW_ROWS);
  }
  return wrong;
}
