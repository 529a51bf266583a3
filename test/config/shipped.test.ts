/** The configuration that Earshot is shipped with: it works, explains itself, and shows every crawler. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { faultsOf } from '../../src/analyze/match.ts';
import { loadConfig } from '../../src/config/load.ts';
import { reference } from '../../src/config/reference.ts';
import { brandSchema } from '../../src/config/schema/brand.ts';
import { doorSchema } from '../../src/config/schema/door.ts';
import { mapSchema } from '../../src/config/schema/map.ts';
import { settingsSchema } from '../../src/config/schema/settings.ts';
import { targetSchema } from '../../src/config/schema/target.ts';
import { schemaFiles } from '../../src/config/schema-files.ts';
import { loadRegistry } from '../../src/crawl/registry.ts';

const DIR = join(import.meta.dirname, '../../config');
const files = (await readdir(DIR, { recursive: true })).filter((name) => name.endsWith('.yaml')).sort();
const crawlers = await loadRegistry();
const config = await loadConfig(DIR, {}, { crawlers });

test('it can be used as it is', () => {
  expect(config.brands.map(({ id, role }) => [id, role])).toEqual([
    ['acme', 'own'],
    ['bolt', 'competitor'],
  ]);
  expect(config.brands.flatMap(faultsOf)).toEqual([]);
  // What a newcomer has to fill in, and nothing else.
  expect(config.warnings.map(({ code }) => code)).toEqual(['W105', 'W104']);
});

test('mails have somewhere to go in both languages', () => {
  expect(config.recipients.map(({ language }) => language).sort()).toEqual(['en', 'zh']);
  expect(config.alerts.length).toBeGreaterThan(0);
  expect(config.digests.length).toBeGreaterThan(0);
  expect(config.mail.smtp).toBeNull();
});

test('it shows every crawler for a kind of site, and some that need no host of the operator’s own', () => {
  const used = new Set(config.targets.map(({ crawler }) => crawler));
  expect([...used]).toEqual(expect.arrayContaining(['jsonld', 'rss', 'html', 'json', 'hackernews', 'mastodon']));
  for (const target of config.targets) {
    // Example hosts do not exist, and public ones are asked nothing before an operator says so.
    expect([target.id, target.paused]).toEqual([target.id, true]);
  }
});

test('its public sites, once they are woken, are crawled politely', () => {
  const ready = config.targets.filter(({ options }) => !JSON.stringify(options).includes('example.com'));
  expect(ready.map(({ id }) => id)).toEqual(['hackernews', 'mastodon']);
  for (const target of ready) {
    expect(target.schedule).toBe('*/30 * * * *');
    expect(target.requestsPerMinute).toBeLessThanOrEqual(20);
    expect(target.maxPages).toBeLessThanOrEqual(5);
    expect(target.allowHosts).toEqual([]);
  }
});

test.each(files)('%s tells editors its schema and people what it is for', async (name) => {
  const [first = '', , comment = ''] = (await readFile(join(DIR, name), 'utf8')).split('\n');
  const schema = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? '';
  const kind = { '.': 'earshot', brands: 'brand', targets: 'target', maps: 'map' }[dirname(name)];
  expect(join(dirname(name), schema)).toBe(join('schemas', `${kind}.json`));
  expect(comment).toMatch(/^# \S.{20,}/);
});

describe('schemas for editors', () => {
  test('are those of the program; else run: npx earshot check --write-schemas', async () => {
    const names = (await readdir(join(DIR, 'schemas'))).sort();
    expect(names).toEqual([...schemaFiles().keys()].sort());
    for (const [name, text] of schemaFiles()) {
      expect(await readFile(join(DIR, 'schemas', name), 'utf8')).toBe(text);
    }
  });

  test('every key is described, and has its row in the reference', () => {
    const bare: string[] = [];
    const rows = new Set([...reference().matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key));
    const walk = (schema: unknown, path: string) => {
      if (Array.isArray(schema)) for (const part of schema) walk(part, path);
      if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
      const { properties, items, anyOf, additionalProperties } = schema as Record<string, object>;
      for (const [name, value] of Object.entries(properties ?? {})) {
        const key = path === '' ? name : `${path}.${name}`;
        const { description = '' } = value as { description?: string };
        // Every field of a map takes the same sources: they are told once.
        const row = key.replace(/^fields\..+\.(?=column$|match$|values$|join$|with$|hash$)/, 'fields.FIELD.');
        if (!/\w.*[.:]/.test(description) || !rows.has(row)) bare.push(key);
        walk(value, key);
      }
      walk(items, `${path}[]`);
      walk(anyOf, path);
      walk(additionalProperties, `${path}.ID`);
    };
    for (const schema of [settingsSchema, brandSchema, targetSchema, doorSchema, mapSchema])
      walk(z.toJSONSchema(schema, { io: 'input' }), '');
    expect(bare).toEqual([]);
    expect(rows.size).toBeGreaterThan(60);
  });
});
