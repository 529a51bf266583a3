/** Views of the feed that somebody gave a name: shared by all who may read. */
import type { Db } from './store.ts';

export interface SavedView {
  readonly viewId: number;
  readonly name: string;
  /** The feed's parameters, as in its address. */
  readonly query: string;
  /** User id. */
  readonly by: string;
  readonly at: Date;
}

const COLUMNS = ['view_id as viewId', 'name', 'query', 'by_whom as by', 'at'] as const;
/** More would be a list to search in. */
const MOST = 200;

/** All views, by name. */
export async function listViews(db: Db): Promise<SavedView[]> {
  return db.selectFrom('saved_views').select(COLUMNS).orderBy('name').orderBy('view_id').limit(MOST).execute();
}

export async function findView(db: Db, viewId: number): Promise<SavedView | null> {
  const row = await db.selectFrom('saved_views').select(COLUMNS).where('view_id', '=', viewId).executeTakeFirst();
  return row ?? null;
}

/** Its id; null where there are too many already. */
export async function saveView(db: Db, view: Omit<SavedView, 'viewId'>): Promise<number | null> {
  const { count } = await db
    .selectFrom('saved_views')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count >= MOST) return null;
  const row = await db
    .insertInto('saved_views')
    .values({ name: view.name, query: view.query, by_whom: view.by, at: view.at })
    .returning('view_id')
    .executeTakeFirstOrThrow();
  return row.view_id;
}

export async function deleteView(db: Db, viewId: number): Promise<void> {
  await db.deleteFrom('saved_views').where('view_id', '=', viewId).execute();
}
