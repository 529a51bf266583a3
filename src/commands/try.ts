/** `earshot try`: what a target or a crawler extracts from an address or a saved page, without storing anything. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { compileMatcher } from '../analyze/match.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { trialText } from '../cli/trial-text.ts';
import { loadBrands } from '../config/load.ts';
import { ConfigError } from '../config/problem.ts';
import type { PageRequest } from '../crawl/contract.ts';
import { parseDate } from '../crawl/dates.ts';
import { openFetching, userAgentOf } from '../crawl/fetching.ts';
import { MemoryHostBudgets, MemoryHttpCache, MemoryRequestLog, MemoryRobots } from '../crawl/memory.ts';
import { postToJson } from '../crawl/post-json.ts';
import { type LoadedCrawler, loadRegistry, type Registry } from '../crawl/registry.ts';
import { savedPageOptions, type Trial, type TrialSubject, tryRequest, trySaved } from '../crawl/trial.ts';
import { EarshotError, messageOf, UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { type Brand, type BrandMatch, SEEING, type Target } from '../model.ts';

interface Options {
  readonly crawler?: string;
  readonly options?: string;
  readonly url?: string;
  readonly file?: string;
  readonly at?: string;
  readonly timezone?: string;
  readonly allowHost?: readonly string[];
  readonly config: string;
  readonly json?: true;
}

/** Addresses a target begins with that are tried; the rest are crawled like them. */
const MOST_PAGES = 3;

export default function register(program: Command, context: CommandContext): void {
  program
    .command('try')
    .description('what a target or crawler extracts from an address or a saved page, without storing it')
    .argument('[target]', 'id of a configured target')
    .option('--crawler <id>', 'a crawler instead of a configured target')
    .option('--options <json>', 'its options, as in a target’s YAML')
    .option('--url <url>', 'the page to read; with --file the address it was saved from')
    .option('--file <page>', 'a saved page (- for standard input): nothing is fetched')
    .option('--at <time>', 'when the page was saved: makes "3 minutes ago" exact (default: now)')
    .option('--timezone <zone>', 'zone of times that the page writes without one (default: the target’s, or UTC)')
    .option('--allow-host <host...>', 'a private or loopback host that may be fetched (host or host:port)')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .option('--json', 'one post per line, in the form that import reads')
    .addHelpText(
      'after',
      '\nRobots.txt is obeyed. Exits 1 when the page could not be read or a post could not be used.',
    )
    .action((target: string | undefined, options: Options) => tryOut(target, options, context));
}

async function tryOut(targetId: string | undefined, options: Options, context: CommandContext): Promise<void> {
  if ((targetId === undefined) === (options.crawler === undefined)) {
    throw new UsageError('name a target, or a crawler with --crawler, but not both');
  }
  const at = momentOf(options, context);
  const plan =
    options.crawler === undefined
      ? await configured(targetId ?? '', options, context)
      : await ofCrawler(options.crawler, options);
  const matcher = plan.brands && compileMatcher(plan.brands);
  const report = async (trial: Trial) => {
    const matches = matcher
      ? trial.posts.map((post) => [...aboutOf(plan.subject.target), ...matcher.match(asText(post))])
      : null;
    await write(context.stdout, options.json ? jsonLines(trial) : trialText(trial, plan.subject.crawler, matches));
    if (options.json) await explain(trial, context);
    const unusable = trial.problems.some(({ effect }) => effect === 'unusable');
    if (unusable || (trial.posts.length === 0 && !SEEING.has(trial.outcome))) context.exitCode = 1;
  };
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'fatal' });
  if (options.file !== undefined) {
    const body = await bytesOf(options.file, context);
    const url = webAddress(options.url ?? plan.subject.crawler.homepage);
    await report(trySaved(body, url, at, plan.subject, { log }));
    return;
  }
  const { clock, env } = context;
  const robotsStore = new MemoryRobots();
  const fetching = openFetching({ clock, log, env, userAgent: plan.userAgent, robotsStore });
  const memory = { budgets: new MemoryHostBudgets(), cache: new MemoryHttpCache(), requests: new MemoryRequestLog() };
  try {
    for (const request of requestsOf(plan, options, at)) {
      await report(await tryRequest(request, plan.subject, { ...fetching, ...memory }));
    }
  } finally {
    await fetching.close();
  }
}

interface Plan {
  readonly subject: TrialSubject;
  readonly query: readonly string[];
  /** Null: there is no configuration to take brands from. */
  readonly brands: readonly Brand[] | null;
  readonly userAgent: string;
}

async function configured(id: string, options: Options, context: CommandContext): Promise<Plan> {
  const { config, registry } = await readConfig(options.config, context.env);
  const found = config.targets.find((candidate) => candidate.id === id);
  if (!found) {
    throw new UsageError(`there is no target "${id}"`, {
      hint: `targets: ${config.targets.map((t) => t.id).join(', ')}`,
    });
  }
  const allowHosts = [...found.allowHosts, ...(options.allowHost ?? [])];
  const target: Target = { ...found, timezone: options.timezone ?? found.timezone, allowHosts };
  const served = config.brands.filter((brand) => target.brands.includes(brand.id));
  const userAgent = config.service.userAgent ?? userAgentOf(config.service.contact);
  const query = target.about === undefined ? served.flatMap(({ terms }) => terms.map(({ term }) => term)) : [];
  return { subject: { crawler: crawlerOf(registry, target.crawler), target }, query, brands: config.brands, userAgent };
}

function crawlerOf(registry: Registry, id: string): LoadedCrawler {
  if (registry.has(id)) return registry.get(id);
  throw new UsageError(`posts of "${id}" targets are brought, not fetched: there is nothing to try`);
}

async function ofCrawler(id: string, options: Options): Promise<Plan> {
  const only = await loadRegistry(undefined, [id]);
  const registry = only.has(id) ? only : await loadRegistry();
  const crawler = registry.get(id);
  const given = jsonObject(options.options);
  let checked: Record<string, unknown>;
  // An address or a saved page is enough to read it: options that say where to begin may be missing.
  if (options.file !== undefined || options.url !== undefined) {
    const result = savedPageOptions(crawler.options, given);
    if (Array.isArray(result)) throw new UsageError(`--options: ${result.join('; ')}`);
    checked = result;
  } else {
    const result = registry.validateOptions(id, given);
    if (!result.ok) {
      const said = result.problems.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
      throw new UsageError(`--options: ${said.join('; ')}`, { hint: 'or name a page with --url or --file' });
    }
    checked = result.options;
  }
  const target: Target = {
    id: 'try',
    crawler: id,
    options: checked,
    schedule: '0 0 1 1 *',
    timezone: options.timezone ?? 'UTC',
    brands: [],
    paused: false,
    maxPages: 1,
    backfillDays: 0,
    allowHosts: options.allowHost ?? [],
    requestsPerMinute: 60,
  };
  const brands = await brandsIfAny(options.config);
  return {
    subject: { crawler, target },
    query: [],
    brands,
    userAgent: userAgentOf(null),
  };
}

/** A crawler can be tried before anything is configured, and while the configuration is broken. */
async function brandsIfAny(dir: string): Promise<Brand[] | null> {
  if (!existsSync(dir)) return null;
  try {
    return await loadBrands(dir);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

function requestsOf({ subject, query }: Plan, options: Options, now: Date): PageRequest[] {
  if (options.url !== undefined) return [{ url: webAddress(options.url) }];
  const { crawler, target } = subject;
  const requests = crawler.requests(target.options, { query, now, since: null, cursor: null });
  if (requests.length > 0) return requests.slice(0, MOST_PAGES);
  throw new UsageError('there is no page to ask for: name one with --url, or give --options that say where to begin');
}

function momentOf({ at, timezone }: Options, { clock }: CommandContext): Date {
  if (timezone !== undefined && !Intl.supportedValuesOf('timeZone').includes(timezone) && timezone !== 'UTC') {
    throw new UsageError(`--timezone: there is no time zone "${timezone}"; it is named like Asia/Shanghai`);
  }
  if (at === undefined) return clock.now();
  const moment = parseDate(at, { now: clock.now(), timezone: timezone ?? 'UTC' });
  if (!moment) throw new UsageError(`--at: "${at}" is no time; write it like 2024-05-01T12:00:00Z`);
  return moment;
}

function jsonObject(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--options is not JSON: ${messageOf(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError('--options is not a JSON object');
  return value as Record<string, unknown>;
}

function webAddress(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
  throw new UsageError(`--url: "${text}" is no web address`);
}

async function bytesOf(file: string, { stdin }: CommandContext): Promise<Uint8Array> {
  if (file === '-') return buffer(stdin);
  try {
    return await readFile(file);
  } catch (error) {
    throw new EarshotError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function jsonLines(trial: Trial): string {
  const { aggregate, trends = [] } = trial.parsed ?? {};
  const lines: unknown[] = trial.posts.map(postToJson);
  if (aggregate) lines.push({ aggregate, url: trial.url });
  for (const trend of trends) lines.push({ trend, url: trial.url });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** What the lines alone do not say. */
async function explain({ url, outcome, reason, problems }: Trial, { stderr }: CommandContext): Promise<void> {
  for (const { index, message, effect } of problems) {
    await write(stderr, `post ${index + 1}: ${message}${effect === 'unusable' ? '; it is left out' : ''}\n`);
  }
  if (outcome !== 'ok') await write(stderr, `${url}: ${outcome}${reason ? `: ${reason}` : ': no post on this page'}\n`);
}

function aboutOf({ about }: Target): BrandMatch[] {
  return about === undefined ? [] : [{ brand: about, why: [{ target: about }] }];
}

function asText({ title, text, site, author, lang }: Trial['posts'][number]) {
  return { title, text, site, lang, author: [author.name, author.id] };
}
