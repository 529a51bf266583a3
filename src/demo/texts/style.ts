/** How sentences hang together, and the habits of those who write them. */
import type { Lang } from '../posts.ts';
import type { Random } from '../random.ts';

const ENDED = /[。！？：…!?:.~”)）\]\s]$/u;

/** Parts as one text: with full stops, exclamation marks and spaces where they belong. */
export function joined(lang: Lang, parts: readonly string[], random: Random): string {
  let text = '';
  for (const part of parts.filter((each) => each !== '')) {
    if (text !== '') text += between(lang, text, random);
    text += part.trimEnd();
  }
  if (lang === 'zh' && !ENDED.test(text) && random.chance(0.7))
    text += random.pick(['。', '。', '。', '！', '！', '…']);
  return text;
}

function between(lang: Lang, text: string, random: Random): string {
  if (lang === 'en') return ENDED.test(text) ? ' ' : '. ';
  return ENDED.test(text) ? '' : random.pick(['。', '。', '，', '！']);
}

/** Some leave out commas, some shout, some trail off. */
export function styled(lang: Lang, text: string, random: Random): string {
  const habit = random.next();
  if (lang === 'zh') {
    if (habit < 0.12) return text.replaceAll('，', ' ');
    if (habit < 0.2) return text.replaceAll('！', '！！');
    if (habit < 0.26) return text.replaceAll('。', '~');
    return text;
  }
  if (habit < 0.08) return text.toLowerCase().replaceAll('reedpipe', 'Reedpipe');
  if (habit < 0.14) return text.replace(/\.(\s|$)/, '!!$1');
  return text;
}

/** English sentences begin with a capital letter, also where a slot stands first. */
export function capitalised(text: string): string {
  return text.replace(/^(["“]?)(\p{Ll})/u, (_, quote: string, letter: string) => quote + letter.toUpperCase());
}
