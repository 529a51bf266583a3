/** Every word a message can say, by language. Each language fills the shape that English gives. */
import type { Language } from '../content/format.ts';
import { type AlertWords, alertEn } from './alert.en.ts';
import { alertZh } from './alert.zh.ts';
import { type DigestWords, digestEn } from './digest.en.ts';
import { digestZh } from './digest.zh.ts';

export const ALERT_WORDS: Readonly<Record<Language, AlertWords>> = { en: alertEn, zh: alertZh };
export const DIGEST_WORDS: Readonly<Record<Language, DigestWords>> = { en: digestEn, zh: digestZh };
