/** `targets/*.yaml` with a `door`: a target whose posts are brought, not fetched. */
import { z } from 'zod';
import type { ColumnMap, Door } from '../../model.ts';
import { id, secret, timezone, words } from '../fields.ts';

const TOKEN_CLASH = {
  ingest: 'door ingest needs a token, by which whoever pushes is known',
  inbox: 'door inbox takes no token: who may write into its folder may bring posts',
} as const;

export const doorSchema = z
  .strictObject({
    door: z
      .enum(['inbox', 'ingest'])
      .describe(
        '`inbox`: files in `inbox/ID` of the data folder. `ingest`: pushed to `POST /ingest` of the web server.',
      ),
    map: id()
      .optional()
      .describe('The column map in `maps/` by which rows are read. Default: columns named like fields.'),
    token: secret()
      .optional()
      .describe('With `door: ingest`: the bearer token of those who push; 16 characters or more.'),
    site: words(200)
      .optional()
      .describe("Stores posts under this site. Default: the one that rows or the map name, else the target's id."),
    timezone: timezone()
      .optional()
      .describe("IANA zone of times written without one. Default: the map's, else `service.timezone`."),
    brands: z
      .array(id())
      .optional()
      .describe('Brands whose coverage these posts are part of. Default: `about`, else all brands.'),
    about: id()
      .optional()
      .describe('The brand that all posts here are about, named or not: a review export of its own.'),
    paused: z.boolean().default(false).describe('true: files stay where they are, pushes are refused.'),
  })
  .check((context) => {
    const { door, token } = context.value;
    if ((door === 'ingest') === (token !== undefined)) return;
    const message = TOKEN_CLASH[door];
    context.issues.push({ code: 'custom', input: context.value, path: ['door'], message, params: { code: 'E208' } });
  })
  .describe('A door: a target whose posts are brought by files or pushes.');

/** `brands`: ids of all brands, for doors that name none. */
export function toDoor(
  id: string,
  raw: z.output<typeof doorSchema>,
  defaults: { timezone: string; brands: readonly string[]; maps: ReadonlyMap<string, ColumnMap> },
): Door {
  const map = raw.map === undefined ? null : (defaults.maps.get(raw.map) ?? null);
  return {
    id,
    kind: raw.door,
    map,
    site: raw.site ?? null,
    timezone: raw.timezone ?? map?.timezone ?? defaults.timezone,
    about: raw.about ?? null,
    brands: raw.brands ?? (raw.about === undefined ? defaults.brands : [raw.about]),
    paused: raw.paused,
  };
}
