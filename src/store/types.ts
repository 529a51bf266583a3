/** How column values become JavaScript values; the same on both stores. */
import pg from 'pg';

const { builtins, getTypeParser } = pg.types;
const INT8_ARRAY = 1016;

type Parser = (value: string) => unknown;
const defaults = getTypeParser as (oid: number, format?: 'text' | 'binary') => Parser;
const textArray = defaults(INT8_ARRAY) as (value: string) => (string | null)[];

/** A count or an id beyond 2^53 stays text, as nothing else would keep it exact. */
function int8(value: string): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const PARSERS: Readonly<Record<number, Parser>> = {
  [builtins.INT8]: int8,
  [INT8_ARRAY]: (value) => textArray(value).map((item) => (item === null ? null : int8(item))),
  // A day stays the day it is: as a Date it would be midnight in the time zone of this machine.
  [builtins.DATE]: (value) => value,
};

/** bigint → number where exact, date → `YYYY-MM-DD`, timestamptz → Date, json → value, numeric → text. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS[oid]) ?? defaults(oid, format)) as typeof getTypeParser,
};
