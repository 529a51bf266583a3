/** What becomes of a page that was read: its posts through the pipeline, deletions marked, evidence kept. */
import type { CrawlDeps } from '../crawl/read-page.ts';
import type { LoadedCrawler } from '../crawl/registry.ts';
import type { Post, Target } from '../model.ts';
import { type TakeInDeps, takeIn } from '../pipeline/take-in.ts';
import { evidenceWanted } from '../store/evidence.ts';
import { markDeleted } from '../store/posts.ts';
import { storedEvidence } from './evidence.ts';

/** `reread`: the page was asked for to see how known posts move. */
export function intakeOf(
  deps: TakeInDeps,
  target: Target,
  crawler: LoadedCrawler,
  reread: boolean,
): Required<Pick<CrawlDeps, 'onPage' | 'evidence'>> {
  const { db } = deps.store;
  const origin = {
    target: target.id,
    about: target.about ?? null,
    reread,
    canReread: (post: Post) => (crawler.refresh?.([post], target.options).length ?? 0) > 0,
  };
  return {
    onPage: async (page) => {
      const receipt = await takeIn(deps, page.posts, { ...origin, now: page.fetchedAt, backfill: page.backfill });
      await markDeleted(db, page.site, page.gone, page.fetchedAt);
      const evidence = await evidenceWanted(db, page.posts);
      return { new: receipt.new, updated: receipt.updated, evidence };
    },
    evidence: storedEvidence(db),
  };
}
