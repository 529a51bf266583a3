/**
 * The simulated town: a review site, a microblog, a forum, a news feed and a post office on loopback, in which two
 * ordinary weeks have passed and three days are to come, one of them with a disaster. Only the town is made up: what
 * crawls it, judges it and writes mails about it is the real service.
 *
 * The town is a pure function of (seed, time): what a site shows is what had been written by the clock's time.
 */
import type { Clock } from '../clock.ts';
import type { Brand, Target } from '../model.ts';
import { BRANDS } from './brands.ts';
import type { Timeline } from './calendar.ts';
import { type Chronicle, writeChronicle } from './chronicle.ts';
import { sharesAt } from './posts.ts';
import { forumSite } from './sites/forum.ts';
import { microblogSite } from './sites/microblog.ts';
import { newsSite } from './sites/news.ts';
import { reviewSite } from './sites/reviews.ts';
import { Shelf } from './sites/shelf.ts';
import { type Site, startSite } from './sites/site.ts';
import { type PostOffice, type ReceivedMail, startPostOffice } from './smtp.ts';
import { type Sites, townTargets } from './targets.ts';

export type { ReceivedMail } from './smtp.ts';

export interface TownOptions {
  readonly seed: number;
  readonly clock: Clock;
  /** When the town opens: two weeks of history lie before it, three days after. Best a midnight in Asia/Shanghai. */
  readonly start: Date;
}

export interface Town {
  readonly sites: Sites;
  readonly smtp: { readonly url: string; received(): readonly ReceivedMail[] };
  readonly brands: readonly Brand[];
  readonly targets: readonly Target[];
  readonly timeline: Timeline;
  readonly disaster: {
    readonly firstPostAt: Date;
    /** Id on the microblog. */
    readonly id: string;
    readonly url: string;
    readonly text: string;
    /** Shares of the first post at a moment. */
    sharesAt(time: Date): number;
    readonly answer: { readonly at: Date; readonly id: string; readonly url: string };
  };
  /** All that is ever written, for tests that compare with what the service found. */
  readonly chronicle: Chronicle;
  close(): Promise<void>;
}

/** Opens the town. Everything it starts ends with `close`. */
export async function startTown({ seed, clock, start }: TownOptions): Promise<Town> {
  const chronicle = writeChronicle(seed, start);
  const { posts, firstPost, answer, timeline } = chronicle;
  const open: (Site | PostOffice)[] = [];
  const close = async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  };
  const site = async (pages: Parameters<typeof startSite>[0]['answer']): Promise<URL> => {
    const started = await startSite({ clock, answer: pages });
    open.push(started);
    return started.url;
  };
  try {
    const sites: Sites = {
      reviews: await site(reviewSite(new Shelf(posts.reviews), BRANDS)),
      microblog: await site(microblogSite(new Shelf(posts.microblog))),
      forum: await site(forumSite(new Shelf(posts.forum))),
      news: await site(newsSite(new Shelf(posts.news))),
    };
    const smtp = await startPostOffice();
    open.push(smtp);
    const statusUrl = (id: string) => new URL(`/status/${id}`, sites.microblog).href;
    return {
      sites,
      smtp,
      brands: BRANDS,
      targets: townTargets(sites),
      timeline,
      disaster: {
        firstPostAt: new Date(firstPost.at),
        id: firstPost.id,
        url: statusUrl(firstPost.id),
        text: firstPost.text,
        sharesAt: (time) => sharesAt(firstPost.shares, time.getTime()),
        answer: { at: new Date(answer.at), id: answer.id, url: statusUrl(answer.id) },
      },
      chronicle,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
