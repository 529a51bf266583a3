/** Talkers: who spoke; new faces, loud ones, loyal ones, and those who say that they leave. */
import type { Block, Limits } from '../content/blocks.ts';
import type { Format } from '../content/format.ts';
import type { Line } from '../content/inline.ts';
import { list, section, subsection, talkerLine } from '../content/pieces.ts';
import type { DigestView } from '../views/digest.ts';
import type { TalkerView } from '../views/parts.ts';
import { DIGEST_WORDS } from '../words/index.ts';

export function talkers(view: DigestView, format: Format, limits: Limits): Block[] {
  const words = DIGEST_WORDS[format.language];
  const { authors, newcomers, loud, loyal, leaving } = view.talkers;
  if (authors.value === 0) return [];
  const lines = (of: readonly TalkerView[], known: (talker: TalkerView) => Line = () => []): Block[] =>
    list(
      of
        .slice(0, Math.ceil(limits.rows / 2))
        .map((t) => talkerLine(t, format, words.postsOf(format.count(t.posts)), known(t))),
    );
  const praised = ({ earlier }: TalkerView) =>
    earlier === undefined || earlier.value === 0 ? [] : words.earlierPraise(format.count(earlier));
  const heard = ({ earlier }: TalkerView): Line => {
    if (earlier === undefined) return [];
    return earlier.value === 0 ? [words.notHeard] : words.earlierPosts(format.count(earlier));
  };
  return section(
    words.talkers,
    [
      { is: 'text', content: words.authors(format.count(authors), format.count(newcomers)) },
      ...subsection(words.loud, lines(loud)),
      ...subsection(words.loyal, lines(loyal, praised)),
      ...subsection(words.leaving, lines(leaving, heard)),
    ],
    words.talkersNote,
  );
}
