/** Talkers: who spoke; new faces, loud ones, loyal ones, and those who say that they leave. */
import type { Block, Limits } from '../content/blocks.ts';
import type { Format } from '../content/format.ts';
import { list, section, subsection, talkerLine } from '../content/pieces.ts';
import type { DigestView, TalkerView } from '../views.ts';
import { DIGEST_WORDS } from '../words/index.ts';

export function talkers(view: DigestView, format: Format, limits: Limits): Block[] {
  const words = DIGEST_WORDS[format.language];
  const { authors, newcomers, loud, loyal, leaving } = view.talkers;
  if (authors.value === 0) return [];
  const lines = (of: readonly TalkerView[]): Block[] =>
    list(
      of.slice(0, Math.ceil(limits.rows / 2)).map((t) => talkerLine(t, format, words.postsOf(format.count(t.posts)))),
    );
  return section(
    words.talkers,
    [
      { is: 'text', content: words.authors(format.count(authors), format.count(newcomers)) },
      ...subsection(words.loud, lines(loud)),
      ...subsection(words.loyal, lines(loyal)),
      ...subsection(words.leaving, lines(leaving)),
    ],
    words.talkersNote,
  );
}
