/** In-memory versions of the engine's ports: for tests, for `earshot try`, and as the meaning of each port. */
import type { Post } from '../model.ts';
import type {
  CrawlStateStore,
  EvidenceSink,
  Grant,
  HostBudgetStore,
  HostLimits,
  HttpCacheEntry,
  HttpCacheStore,
  KnownPost,
  KnownPosts,
  RequestLog,
  RequestRecord,
  RobotsEntry,
  RobotsStore,
  TargetState,
} from './ports.ts';
import { LEASE_MS } from './ports.ts';

interface Budget {
  nextAt: number;
  penaltyUntil: number;
  day: number;
  used: number;
  /** Lease id → when it lapses. */
  leases: Map<string, number>;
}

const DAY_MS = 86_400_000;
/** How soon to ask again when all slots are taken: nobody can say when one will be given back. */
const CONCURRENCY_POLL_MS = 200;

export class MemoryHostBudgets implements HostBudgetStore {
  readonly #budgets = new Map<string, Budget>();
  #leases = 0;

  async acquire(host: string, limits: HostLimits, at: Date): Promise<Grant> {
    const now = at.getTime();
    const budget = this.#of(host);
    const day = Math.floor(now / DAY_MS);
    if (day > budget.day) {
      budget.day = day;
      budget.used = 0;
    }
    for (const [lease, expires] of budget.leases) if (expires <= now) budget.leases.delete(lease);
    const wait = (until: number, why: 'pace' | 'concurrency' | 'daily-cap' | 'penalty'): Grant => ({
      granted: false,
      until: new Date(until),
      why,
    });
    if (budget.penaltyUntil > now) return wait(budget.penaltyUntil, 'penalty');
    if (budget.used >= limits.dailyCap) return wait((day + 1) * DAY_MS, 'daily-cap');
    if (budget.nextAt > now) return wait(budget.nextAt, 'pace');
    if (budget.leases.size >= limits.concurrency) return wait(now + CONCURRENCY_POLL_MS, 'concurrency');
    budget.nextAt = now + 60_000 / limits.requestsPerMinute;
    budget.used++;
    const lease = String(++this.#leases);
    budget.leases.set(lease, now + LEASE_MS);
    return { granted: true, lease };
  }

  async release(host: string, lease: string): Promise<void> {
    this.#of(host).leases.delete(lease);
  }

  async penalise(host: string, until: Date): Promise<void> {
    const budget = this.#of(host);
    budget.penaltyUntil = Math.max(budget.penaltyUntil, until.getTime());
  }

  #of(host: string): Budget {
    let budget = this.#budgets.get(host);
    if (!budget) {
      budget = { nextAt: 0, penaltyUntil: 0, day: 0, used: 0, leases: new Map() };
      this.#budgets.set(host, budget);
    }
    return budget;
  }
}

export class MemoryRobots implements RobotsStore {
  readonly entries = new Map<string, RobotsEntry>();

  async get(origin: string): Promise<RobotsEntry | null> {
    return this.entries.get(origin) ?? null;
  }

  async put(origin: string, entry: RobotsEntry): Promise<void> {
    this.entries.set(origin, entry);
  }
}

export class MemoryHttpCache implements HttpCacheStore {
  readonly entries = new Map<string, HttpCacheEntry>();

  async get(target: string, url: string): Promise<HttpCacheEntry | null> {
    return this.entries.get(`${target} ${url}`) ?? null;
  }

  async put(target: string, url: string, entry: HttpCacheEntry): Promise<void> {
    this.entries.set(`${target} ${url}`, entry);
  }
}

/** Keeps states as JSON text, as a database would, so that what does not survive that is found in tests. */
export class MemoryCrawlStates implements CrawlStateStore {
  readonly #states = new Map<string, string>();

  async load(target: string): Promise<TargetState | null> {
    const json = this.#states.get(target);
    return json === undefined ? null : (JSON.parse(json) as TargetState);
  }

  async save(target: string, state: TargetState): Promise<void> {
    this.#states.set(target, JSON.stringify(state));
  }
}

export class MemoryKnownPosts implements KnownPosts {
  readonly #posts = new Map<string, KnownPost>();

  add(site: string, id: string, post: KnownPost): void {
    this.#posts.set(`${site}\n${id}`, post);
  }

  async lookup(site: string, ids: readonly string[]): Promise<ReadonlyMap<string, KnownPost>> {
    const found = new Map<string, KnownPost>();
    for (const id of ids) {
      const post = this.#posts.get(`${site}\n${id}`);
      if (post) found.set(id, post);
    }
    return found;
  }

  async wantsWhole(posts: readonly Post[], again: boolean): Promise<ReadonlySet<string>> {
    const wanted = posts.filter(({ site, id }) => again || !this.#posts.has(`${site}\n${id}`));
    return new Set(wanted.map(({ id }) => id));
  }
}

export class MemoryRequestLog implements RequestLog {
  readonly records: RequestRecord[] = [];

  async record(entry: RequestRecord): Promise<void> {
    this.records.push(entry);
  }
}

export class MemoryEvidence implements EvidenceSink {
  readonly kept: { url: string; sha256: string; ids: readonly string[] }[] = [];

  async keep(page: { url: string; sha256: string }, ids: readonly string[]): Promise<void> {
    this.kept.push({ url: page.url, sha256: page.sha256, ids });
  }
}
