/** Manners of writing that reviews do not have: asking only, and turning to an account. */
import type { IntentFinding } from '../model.ts';
import { type Doc, masked } from './text.ts';

/** Whoever writes more than this also says something. */
const LONGEST = 400;
const SENTENCE = /[^.!?。！？…\n]+[.!?。！？…]*/g;
const ASKS = /[?？]|[吗么呢]\s*[。…]*$/;
const SAYS = /[\p{L}\p{N}]/u;
/** Longer sentences are more than a courtesy. */
const COURTESY = 40;
const COURTEOUS =
  /^(?:[^\p{L}\p{N}]*(?:thanks?|thank you|thx|please|pls|plz|hi|hello|hey|there|everyone|help|so much|in advance|谢谢|多谢|你好|您好|请问))*[^\p{L}\p{N}]*$/iu;

/** Every sentence of `doc` asks, but for greetings and thanks, and somebody is to answer (`intents`: what was found in it). */
export function onlyAsks(doc: Doc, intents: readonly Pick<IntentFinding, 'intent'>[]): boolean {
  if (doc.text.length > LONGEST || !intents.some(({ intent }) => intent === 'question')) return false;
  return (masked(doc).match(SENTENCE) ?? []).every(
    (sentence) =>
      ASKS.test(sentence) || !SAYS.test(sentence) || (sentence.length <= COURTESY && COURTEOUS.test(sentence)),
  );
}

/** Before the account: blanks, signs, and what a repost begins with. */
const NOTHING_YET = /^(?:RT)?[^\p{L}\p{N}]*$/u;

/** The post turns to an account before it says anything: `@acme where is my parcel`. */
export function addresses({ text, marks }: Doc): boolean {
  const first = marks.find(({ kind }) => kind === 'mention');
  return first !== undefined && first.start <= COURTESY && NOTHING_YET.test(text.slice(0, first.start));
}
