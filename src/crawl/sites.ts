/** Which sites a target asks: by the name its posts are stored under, and by the hosts at which it begins. */
import type { Target } from '../model.ts';
import type { Registry } from './registry.ts';

/** The hosts (`name` or `name:port`) at which a target begins; none where its crawler cannot say. */
export function hostsOf(target: Target, registry: Registry): string[] {
  try {
    const context = { query: ['word'], now: new Date(0), since: null, cursor: null };
    const requests = registry.get(target.crawler).requests(target.options, context);
    return [...new Set(requests.map((request) => new URL(request.url).host))];
  } catch {
    // Its own crawl will say what is wrong with it; until then it begins nowhere.
    return [];
  }
}

/** Every name under which somebody may mean a target's site: `weibo`, `m.weibo.cn`, `127.0.0.1:8080`, `127.0.0.1`. */
export function sitesOf(target: Target, registry: Registry): ReadonlySet<string> {
  const own = target.site ?? (registry.has(target.crawler) ? registry.get(target.crawler).site : undefined);
  const hosts = hostsOf(target, registry);
  const names = hosts.map((host) => host.replace(/:\d+$/, ''));
  return new Set([...(own === undefined ? [] : [own]), ...hosts, ...names]);
}
