/** Lines of a series: `timestamp,value[,exposure]`, columns found by their names in the header. */
import { LineError } from '../pipeline/doors/lines.ts';

export interface SeriesRow {
  /** Epoch milliseconds. */
  readonly time: number;
  /** Null: the cell is empty, nothing was measured. */
  readonly value: number | null;
  /** 0…1. */
  readonly exposure: number;
}

export interface SeriesColumns {
  readonly timestamp: number;
  readonly value: number;
  readonly exposure: number | null;
}

/** Cells of one line; quotes as in RFC 4180, cells do not span lines. */
export function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (const [, quoted, bare] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
  }
  return cells;
}

/** A cell as it is written: quoted where it must be. */
export function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Where the columns are. Throws `LineError` where one is missing. */
export function seriesColumns(header: string): SeriesColumns {
  const names = cellsOf(header.replace(/^\uFEFF/, '')).map((name) => name.trim().toLowerCase());
  const timestamp = names.indexOf('timestamp');
  const value = names.indexOf('value');
  if (timestamp < 0 || value < 0) {
    throw new LineError(
      `the first line must name the columns timestamp and value (and exposure, if any), not "${header}"`,
    );
  }
  const exposure = names.indexOf('exposure');
  return { timestamp, value, exposure: exposure < 0 ? null : exposure };
}

/** Throws `LineError` saying what is wrong and what is allowed. */
export function seriesRow(cells: readonly string[], columns: SeriesColumns): SeriesRow {
  const time = epochOf(cells[columns.timestamp]?.trim() ?? '');
  const written = cells[columns.value]?.trim() ?? '';
  const value = written === '' ? null : Number(written);
  if (value !== null && !(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new LineError(`value "${written}" is not a number of 0 or more`);
  }
  const share = columns.exposure === null ? '' : (cells[columns.exposure]?.trim() ?? '');
  const exposure = share === '' ? 1 : Number(share);
  if (!(exposure >= 0 && exposure <= 1)) throw new LineError(`exposure "${share}" is not a number from 0 to 1`);
  return { time, value, exposure };
}

const STAMP = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Epoch milliseconds of an ISO 8601 time (UTC where it names no zone) or of epoch seconds. Throws `LineError`. */
export function epochOf(text: string): number {
  const usual = usualStamp(text);
  if (usual !== null) return usual;
  const parts = STAMP.exec(text);
  if (parts === null) {
    const seconds = text === '' ? Number.NaN : Number(text);
    if (Math.abs(seconds) <= 8.64e12) return Math.round(seconds * 1000);
    throw new LineError(`timestamp "${text}" is neither ISO 8601 (2015-02-26T21:42:53Z) nor epoch seconds`);
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = parts;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  const time = Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second, ms);
  if (new Date(time).getUTCDate() !== +day! || +month! > 12 || +hour > 23 || +minute > 59 || +second > 59) {
    throw new LineError(`timestamp "${text}" names no moment of the calendar`);
  }
  return time - offsetOf(zone);
}

/** `2015-02-26 21:42:53`, with or without T and Z, read digit by digit: what nearly every line is. */
function usualStamp(text: string): number | null {
  if (text.length !== 19 && !(text.length === 20 && text.charCodeAt(19) === 90)) return null;
  const two = (at: number) => {
    const tens = text.charCodeAt(at) - 48;
    const ones = text.charCodeAt(at + 1) - 48;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
  };
  const middle = text.charCodeAt(10);
  if ((middle !== 32 && middle !== 84) || text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') {
    return null;
  }
  const [year, month, day] = [two(0) * 100 + two(2), two(5), two(8)];
  const [hour, minute, second] = [two(11), two(14), two(17)];
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 && minute <= 59 && second <= 59)) return null;
  return year >= 100 ? Date.UTC(year, month - 1, day, hour, minute, second) : null;
}

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
