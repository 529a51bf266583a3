/** JSON Schemas of the configuration files, for editors that complete and check while typing. */
import { z } from 'zod';
import { brandSchema } from './schema/brand.ts';
import { settingsSchema } from './schema/settings.ts';
import { targetSchema, targetsSchema } from './schema/target.ts';

const FILES: Readonly<Record<string, { title: string; schema: z.ZodType }>> = {
  'earshot.json': { title: 'config/earshot.yaml', schema: settingsSchema },
  'brand.json': { title: 'config/brands/*.yaml', schema: brandSchema },
  'target.json': { title: 'config/targets/*.yaml', schema: z.union([targetSchema, targetsSchema]) },
};

/** File name → contents, as they lie in `config/schemas`. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(FILES).map(([name, { title, schema }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
      return [name, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}
