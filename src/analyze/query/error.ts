import { EarshotError } from '../../errors.ts';

/** Where in a brand's definition a fault is. */
export interface QueryPlace {
  /** The brand's id; undefined while a query is looked at by itself. */
  readonly brand?: string;
  /** As in the brand's file: `['query']`, `['terms', 2]`, `['terms', 2, 'not_in', 0]`, `['exclude', 1]`. */
  readonly path: readonly (string | number)[];
}

/** A term or query that is broken, can never match, or matches everything. */
export class QueryError extends EarshotError {
  override readonly exitCode = 2;
  /** UTF-16 offset in the term or query where the fault is. */
  readonly offset: number;
  readonly place: QueryPlace;
  /** The message without the place in front. */
  readonly problem: string;

  constructor(problem: string, offset: number, place: QueryPlace = { path: ['query'] }, hint?: string) {
    const entry = place.path.map((p) => (typeof p === 'number' ? `[${p}]` : p)).join(' ');
    const where = place.brand === undefined ? entry : `brand ${place.brand}, ${entry}`;
    super(`${where}, character ${offset + 1}: ${problem}`, hint === undefined ? {} : { hint });
    this.problem = problem;
    this.offset = offset;
    this.place = place;
  }

  /** The same fault, with the brand it was found in. */
  at(place: QueryPlace): QueryError {
    return new QueryError(this.problem, this.offset, place, this.hint);
  }
}
