/** The one line everybody reads: severity, brand, what, where. */

import type { TransitionKind } from '../../model.ts';
import { clip } from '../content/excerpt.ts';
import type { Format } from '../content/format.ts';
import { tame } from '../content/inline.ts';
import { aspectWord, intentWord } from '../content/pieces.ts';
import type { AlertView } from '../views/alert.ts';
import type { Estimate } from '../views/parts.ts';
import { ALERT_WORDS } from '../words/index.ts';
import { LABELS } from '../words/labels.ts';

/** Below this expectation "times normal" says nothing: the two numbers are given instead. */
const SMALLEST_COMPARABLE = 1;

/** Changes that people make, or that end it: the message is about them, no longer about the numbers. */
const NEWS: ReadonlySet<TransitionKind> = new Set(['acknowledged', 'answered', 'cooling', 'resolved', 'dismissed']);

/** `Acme refunds: negative posts 6× normal, spreading (R 1.8) on Weibo`, or `Acme refunds on Weibo: resolved` */
export function alertHeadline(view: AlertView, format: Format): string {
  const words = ALERT_WORDS[format.language];
  const about = words.about(clip(tame(view.brand.name), 40), topicOf(view.title, format));
  const on = view.title.site ? clip(tame(view.title.site.name), 30) : '';
  if (NEWS.has(view.change.kind)) return words.news(about, on, LABELS[format.language].state[view.state]);
  const { r } = view.spread;
  if (view.spike === null) return words.onePost(about, r === null ? '' : format.decimal(r.value), on);
  const spread = spreadWords(r, format);
  const { observed, expected, counted } = view.spike;
  const what = counted === 'all' ? words.allPosts : words.negativePosts;
  if (expected.value < SMALLEST_COMPARABLE) {
    const usual = format.range(format.integer(expected.low), format.integer(expected.high));
    return words.fromNothing(about, what, format.integer(observed.value), usual, spread, on);
  }
  return words.times(about, what, format.decimal(observed.value / expected.value), spread, on);
}

/** What it is about in a word: what people say they will do tells more than what they talk about. */
export function topicOf(title: AlertView['title'], format: Format): string {
  if (title.intent !== null) return intentWord(title.intent, format);
  return title.aspect === null ? '' : clip(tame(aspectWord(title.aspect, format)), 30);
}

/**
 * The subject of the mail. A thread keeps the subject of its first mail, for mail programs sort by it: later mails
 * repeat it behind `Re:`, and say what is new in their first lines.
 */
export function threadSubject(view: AlertView, format: Format): string {
  if (view.previous !== null) {
    return ALERT_WORDS[format.language].reply + tame(view.previous.subject).replace(/^(re:\s*)+/i, '');
  }
  const headline = alertHeadline(view, format);
  if (view.escalation === null) return `[${view.severity}/5] ${headline}`;
  const waited = format.duration(view.escalation.minutes);
  return `[${view.severity}/5] ${ALERT_WORDS[format.language].unacknowledged(waited)}${headline}`;
}

function spreadWords(r: Estimate | null, format: Format): string {
  if (r === null) return '';
  const words = ALERT_WORDS[format.language];
  const value = format.decimal(r.value);
  if (r.low > 1) return words.spreading(value);
  if (r.value > 1) return words.maySpread(value);
  return r.high < 1 ? words.dying(value) : '';
}
