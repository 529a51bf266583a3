/** Doors: their tokens fetched and held against each other. */

import type { z } from 'zod';
import type { ColumnMap } from '../model.ts';
import type { ConfigProblem } from './problem.ts';
import { type doorSchema, toDoor } from './schema/door.ts';
import type { Secret } from './secret.ts';
import { type Environment, resolveSecret } from './secrets.ts';
import { label, shown } from './shown.ts';
import type { DoorConfig } from './types.ts';
import type { Path, YamlFile } from './yaml.ts';

/** A door as its file has it, and where it stands there. */
export interface RawDoor {
  readonly id: string;
  readonly raw: z.output<typeof doorSchema>;
  readonly file: YamlFile;
  readonly path: Path;
}

/** A shorter token can be found by trying. */
const LEAST_TOKEN = 16;

/** Checks the doors' tokens; returns how to make the doors once all else is known. */
export function checkDoors(
  doors: readonly RawDoor[],
  context: { env: Environment; problems: ConfigProblem[]; warnings: ConfigProblem[] },
): (defaults: { timezone: string; brands: readonly string[]; maps: ReadonlyMap<string, ColumnMap> }) => DoorConfig[] {
  const { env, problems, warnings } = context;
  const holders = new Map<string, string>();
  const tokens = new Map<string, Secret>();
  for (const { id, raw, file, path } of doors) {
    if (raw.token === undefined) continue;
    const token = resolveSecret(raw.token, env);
    const at = { file: file.file, ...file.placeNear([...path, 'token']) };
    const name = label([...path, 'token']);
    tokens.set(id, token);
    if (!token.isSet) {
      // What rests anyway needs no token yet.
      if (raw.paused) continue;
      warnings.push({ code: 'W104', ...at, message: `${name}: ${token.why}, so nothing can be pushed` });
      continue;
    }
    const value = token.reveal('to know who pushes');
    const holder = holders.get(value);
    if (value.length < LEAST_TOKEN || /\s/.test(value)) {
      const message = `${name}: ${token.source} cannot be used: it is too easily found, or has blanks in it`;
      problems.push({ code: 'E206', ...at, message, allowed: `${LEAST_TOKEN} characters or more, without blanks` });
    } else if (holder !== undefined) {
      const message = `${name}: it is the same token as that of target ${shown(holder)}`;
      problems.push({ code: 'E307', ...at, message, hint: 'give each its own' });
    }
    holders.set(value, id);
  }
  return (defaults) =>
    doors.map(({ id, raw }) => {
      const token = tokens.get(id) ?? null;
      const door = toDoor(id, raw, defaults);
      return { ...door, paused: door.paused || token?.isSet === false, token };
    });
}
