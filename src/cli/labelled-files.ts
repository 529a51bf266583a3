/** Labelled texts in files: JSON lines, plain or gzipped, one file or a directory of them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { messageOf, UsageError } from '../errors.ts';
import type { Label } from '../model.ts';
import { LineError, parseJsonObject } from '../pipeline/doors/lines.ts';

export interface LabelledLine {
  readonly text: string;
  readonly label: Label;
  readonly lang: string | null;
  /** The line's own word, or the file's name. */
  readonly corpus: string;
  /** The whole line, for the fields that only some readers know. */
  readonly value: Readonly<Record<string, unknown>>;
}

const FILE = /\.jsonl(?:\.gz)?$/;
const LABELS: readonly string[] = ['negative', 'neutral', 'positive'];

/** The files meant by `paths`: files as they are, directories with the `.jsonl` and `.jsonl.gz` in them, by name. */
export function labelledFiles(paths: readonly string[]): string[] {
  const files = paths.flatMap((path) => {
    let directory: boolean;
    try {
      directory = statSync(path).isDirectory();
    } catch (cause) {
      throw new UsageError(`${path}: cannot be read`, { cause });
    }
    if (!directory) return [path];
    const names = readdirSync(path).filter((name) => FILE.test(name));
    if (names.length === 0) throw new UsageError(`${path}: holds no .jsonl or .jsonl.gz file`);
    return names.sort().map((name) => join(path, name));
  });
  if (files.length === 0) throw new UsageError('no file was named');
  return files;
}

/** The labelled lines of one file. What cannot be used is passed to `reject`, with its place. */
export function* labelledLines(file: string, reject: (problem: string) => void): Generator<LabelledLine> {
  let content: string;
  try {
    const bytes = readFileSync(file);
    content = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${messageOf(error)}`);
  }
  const name = basename(file).replace(FILE, '');
  let number = 0;
  for (const line of content.split('\n')) {
    number++;
    if (line.trim() === '') continue;
    try {
      yield labelled(parseJsonObject(line), name);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      reject(`${file}: line ${number}: ${error.message}`);
    }
  }
}

function labelled(value: Record<string, unknown>, file: string): LabelledLine {
  const { text, label, lang, corpus } = value;
  if (typeof text !== 'string') throw new LineError('"text" is missing; it must be a string');
  if (typeof label !== 'string' || !LABELS.includes(label)) {
    throw new LineError('"label" must be negative, neutral or positive');
  }
  return {
    text,
    label: label as Label,
    lang: typeof lang === 'string' ? lang : null,
    corpus: typeof corpus === 'string' ? corpus : file,
    value,
  };
}
