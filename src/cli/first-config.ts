/** The files of a first configuration: one brand, and targets on the sites that need nothing but its name. */
import { stringify } from 'yaml';
import { idFrom } from '../config/fields.ts';
import { schemaFiles } from '../config/schema-files.ts';
import type { LoadedCrawler, Registry } from '../crawl/registry.ts';

export interface FirstBrand {
  /** Lower-case letters, digits and `-`. */
  readonly id: string;
  readonly name: string;
  /** Other names and spellings. */
  readonly terms: readonly string[];
  /** Mail address, or page about the crawler. */
  readonly contact: string;
  readonly timezone: string;
  readonly language: 'zh' | 'en';
  /** Ids of crawlers. */
  readonly sites: readonly string[];
}

/** The crawlers that search by words and need no other option: what `earshot init` offers. */
export function offeredSites(registry: Registry): LoadedCrawler[] {
  return registry.all().filter((crawler) => {
    const parsed = crawler.options.safeParse({});
    if (!parsed.success) return false;
    const begun = (query: string[]) => {
      const context = { query, now: new Date(0), since: null, cursor: null };
      return crawler.requests(parsed.data as Record<string, unknown>, context).map(({ url }) => url);
    };
    try {
      // One that asks for the same pages whatever the words are reads a list, not what is said of a brand.
      return begun(['one']).join() !== begun(['another']).join();
    } catch {
      return false;
    }
  });
}

/** An id for a name; undefined where its letters give none (阿克米). */
export function brandIdFor(name: string): string | undefined {
  return idFrom(name);
}

const LANGUAGE_SERVER = '# yaml-language-server: $schema=';

/** A command, as it is typed for this configuration: `check` → `npx earshot check`. */
type Typed = (words: string) => string;

/** Path within the directory → text. */
export function firstFiles(brand: FirstBrand, registry: Registry, typed: Typed): Map<string, string> {
  const files = new Map<string, string>();
  files.set('earshot.yaml', settingsText(brand, typed));
  files.set(`brands/${brand.id}.yaml`, brandText(brand));
  for (const site of brand.sites)
    files.set(`targets/${site}-${brand.id}.yaml`, targetText(brand, registry.get(site), typed));
  for (const [name, text] of schemaFiles()) files.set(`schemas/${name}`, text);
  return files;
}

function settingsText({ contact, timezone, language }: FirstBrand, typed: Typed): string {
  const isMail = /^[^\s@:/]+@[^\s@]+$/.test(contact);
  const settings = {
    service: { timezone, contact },
    mail: { from: 'Earshot <earshot@localhost.localdomain>', smtp: { url: { env: 'EARSHOT_SMTP_URL' } } },
    ...(isMail && {
      recipients: { desk: { name: 'PR desk', email: contact, language } },
      alerts: { pr: { brands: 'own', recipients: ['desk'], min_severity: 2 } },
      digests: { daily: { brands: 'own', recipients: ['desk'], at: '08:00' } },
      operators: ['desk'],
    }),
  };
  return (
    `${LANGUAGE_SERVER}schemas/earshot.json\n#\n` +
    '# Mails are written to data/outbox until EARSHOT_SMTP_URL=smtp://user:password@host:587 is set.\n' +
    `# Every key is in schemas/KEYS.md. After a change: ${typed('check')}\n\n` +
    stringify(settings)
  );
}

function brandText({ name, terms }: FirstBrand): string {
  return (
    `${LANGUAGE_SERVER}../schemas/brand.json\n#\n` +
    '# What the brand is called. A word that means something else too gets exceptions: {term: Apple, not_in: [apple pie]}\n\n' +
    stringify({ name, ...(terms.length > 0 && { terms: [...new Set([name, ...terms])] }) })
  );
}

function targetText({ id }: FirstBrand, crawler: LoadedCrawler, typed: Typed): string {
  return (
    `${LANGUAGE_SERVER}../schemas/target.json\n#\n# ${crawler.title} (${crawler.homepage}), searched for the brand's names.\n` +
    `# What it would yield, without storing anything: ${typed(`try ${crawler.id}-${id}`)}\n\n` +
    stringify({ crawler: crawler.id, brands: [id], schedule: 'every 30 min' })
  );
}
