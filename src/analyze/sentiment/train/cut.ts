/** Which texts are kept out of training to measure with, where a corpus comes without such a part. */
import { fold } from '../../normalise.ts';
import { hashText } from '../hash.ts';

/** One text in so many is kept out. */
const CUT = 10;
const SEED = 8;

/** Texts that differ in spaces and marks only are the same text. */
export const bareText = (text: string): string => fold(text).text.replace(/[\s\p{P}]/gu, '');

/** Whether a text belongs to the part kept out: decided by the text alone, so that it is the same one every time. */
export function isKeptOut(text: string): boolean {
  const bare = bareText(text);
  return (hashText(bare, 0, bare.length, SEED) >>> 0) % CUT === 0;
}
