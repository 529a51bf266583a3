/** JSON Schemas of the configuration files, for editors that complete and check while typing. */
import { z } from 'zod';
import { reference } from './reference.ts';
import { brandSchema } from './schema/brand.ts';
import { doorSchema } from './schema/door.ts';
import { mapSchema } from './schema/map.ts';
import { settingsSchema } from './schema/settings.ts';
import { targetSchema, targetsSchema } from './schema/target.ts';

const FILES: Readonly<Record<string, { title: string; schema: z.ZodType }>> = {
  'earshot.json': { title: 'config/earshot.yaml', schema: settingsSchema },
  'brand.json': { title: 'config/brands/*.yaml', schema: brandSchema },
  'map.json': { title: 'config/maps/*.yaml', schema: mapSchema },
  'target.json': { title: 'config/targets/*.yaml', schema: z.union([targetSchema, doorSchema, targetsSchema]) },
};

/** File name → contents, as they lie in `config/schemas`: the schemas, and the reference of keys for people. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const files = Object.entries(FILES).map(([name, { title, schema }]): [string, string] => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
    return [name, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
  });
  return new Map([...files, ['KEYS.md', reference()]]);
}
