/** The words behind `--map`: the name of a column map, and `field=column` for columns of other names. */
import { UsageError } from '../errors.ts';
import { type ColumnMap, POST_FIELDS, type PostField } from '../model.ts';
import { fieldNamed, type Renames } from '../pipeline/doors/plain-rows.ts';

/** Throws `UsageError` naming the fields or maps there are. */
export function mapWords(
  words: readonly string[],
  maps: ReadonlyMap<string, ColumnMap>,
): { map: ColumnMap | null; renames: Renames } {
  const renames = new Map<string, PostField>();
  let map: ColumnMap | null = null;
  for (const word of words) {
    const equals = word.indexOf('=');
    const field = equals < 0 ? null : fieldNamed(word.slice(0, equals));
    if (equals < 0) {
      const named = maps.get(word);
      if (named === undefined) throw new UsageError(`--map ${word}: there is no such map; ${alternatives(maps)}`);
      if (map !== null) throw new UsageError(`--map ${word}: only one map can be used, and ${map.id} is named already`);
      map = named;
    } else if (field === null || equals === word.length - 1) {
      const fields = Object.keys(POST_FIELDS).join(', ');
      throw new UsageError(`--map ${word}: must be field=column; fields: ${fields}`);
    } else renames.set(word.slice(equals + 1), field);
  }
  return { map: map && withColumns(map, renames), renames };
}

function alternatives(maps: ReadonlyMap<string, ColumnMap>): string {
  const names = [...maps.keys()];
  return `${names.length === 0 ? 'config/maps has none' : `maps: ${names.join(', ')}`}; or write field=column`;
}

/** The map with columns named on the command line looked at first. */
function withColumns(map: ColumnMap, renames: Renames): ColumnMap {
  const fields = { ...map.fields };
  for (const [column, field] of renames) fields[field] = [{ column }, ...(fields[field] ?? [])];
  return { ...map, fields };
}
