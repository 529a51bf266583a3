/** What the configuration's files say of one another: brands, recipients and crawlers that must exist. */
import { member, valueAt } from './allowed.ts';
import type { Code } from './codes.ts';
import { nearest } from './nearest.ts';
import type { ConfigProblem } from './problem.ts';
import { label, shown } from './shown.ts';
import type { Path, YamlFile } from './yaml.ts';

/** Where one target stands: alone in its file, or one of several. */
export interface TargetPlace {
  readonly id: string;
  readonly file: YamlFile;
  readonly path: Path;
}

/**
 * References are read from the raw values, not from checked ones: a file with another mistake in it must not hide that
 * it also names a brand that does not exist.
 */
export function checkReferences(
  settings: YamlFile | undefined,
  targets: readonly TargetPlace[],
  known: { brands: readonly string[]; crawlers: readonly string[] | undefined; maps: readonly string[] },
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const check = (file: YamlFile, path: Path, names: readonly string[], code: Code, kind: string) => {
    for (const [at, name] of textsAt(file, path)) {
      if (names.includes(name)) continue;
      problems.push(unknown(file, at, name, names, code, kind));
    }
  };
  for (const { file, path } of targets) {
    check(file, [...path, 'brands'], known.brands, 'E301', 'brand');
    check(file, [...path, 'about'], known.brands, 'E301', 'brand');
    check(file, [...path, 'map'], known.maps, 'E306', 'map');
    if (known.crawlers) check(file, [...path, 'crawler'], known.crawlers, 'E303', 'crawler');
  }
  if (settings) {
    const recipients = keysAt(settings, 'recipients');
    const expected = valueAt(settings.value, ['detect', 'expected']);
    if (Array.isArray(expected)) {
      for (const i of expected.keys())
        check(settings, ['detect', 'expected', i, 'brands'], known.brands, 'E301', 'brand');
    }
    check(settings, ['operators'], recipients, 'E302', 'recipient');
    for (const section of ['alerts', 'digests']) {
      for (const rule of keysAt(settings, section)) {
        check(settings, [section, rule, 'brands'], known.brands, 'E301', 'brand');
        check(settings, [section, rule, 'recipients'], recipients, 'E302', 'recipient');
        check(settings, [section, rule, 'escalate', 'to'], recipients, 'E302', 'recipient');
        for (const day of keysAtPath(settings, [section, rule, 'on_call'])) {
          if (day === 'from' || day === 'timezone') continue;
          check(settings, [section, rule, 'on_call', day], recipients, 'E302', 'recipient');
        }
      }
    }
  }
  return problems;
}

/** The same target id in two files: one of them would vanish. */
export function checkDuplicates(targets: readonly TargetPlace[]): ConfigProblem[] {
  const first = new Map<string, TargetPlace>();
  const problems: ConfigProblem[] = [];
  for (const target of targets) {
    const other = first.get(target.id);
    if (!other) {
      first.set(target.id, target);
      continue;
    }
    const place = target.file.placeNear(target.path);
    const message = `target ${shown(target.id)} is already in ${other.file.file}`;
    problems.push({ code: 'E304', file: target.file.file, ...place, message, hint: 'give one of them another id' });
  }
  return problems;
}

/** The text at `path`, or the texts of the list there; whatever else stands there is the schema's business. */
function textsAt(file: YamlFile, path: Path): [Path, string][] {
  const value = path.reduce<unknown>(member, file.value);
  if (typeof value === 'string') {
    // `own` and `all` stand alone; a brand that stands where a list belongs is a matter of form.
    return ['brands', 'recipients'].includes(String(path.at(-1))) ? [] : [[path, value]];
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry, i) => (typeof entry === 'string' ? [[[...path, i], entry] as [Path, string]] : []));
}

function keysAt(file: YamlFile, key: string): string[] {
  return keysAtPath(file, [key]);
}

function keysAtPath(file: YamlFile, path: Path): string[] {
  const value = valueAt(file.value, path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function unknown(
  file: YamlFile,
  path: Path,
  name: string,
  names: readonly string[],
  code: Code,
  kind: string,
): ConfigProblem {
  const near = nearest(name, names);
  return {
    code,
    file: file.file,
    ...file.placeNear(path),
    ...file.place(path),
    message: `${label(path)}: there is no ${kind} ${shown(name)}`,
    allowed: names.join(', ') || `none, since no ${kind} is configured`,
    ...(near === undefined ? {} : { nearest: near }),
  };
}
