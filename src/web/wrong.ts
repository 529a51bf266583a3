/** Requests that cannot be answered as they are. Names of fields are said as addresses and forms write them. */
import { EarshotError } from '../errors.ts';
import type { Language } from '../notify/content/format.ts';
import type { QueryProblem } from '../store/mention-filter.ts';

/** What is wrong with a request and what is allowed, in the reader's language. */
export class WrongRequest extends EarshotError {
  readonly said: Readonly<Record<Language, string>>;

  constructor(en: string, zh: string) {
    super(en);
    this.said = { en, zh };
  }
}

/** Word of a list's address of which something is missing or not understood. */
export function wrongQuery(problems: readonly QueryProblem[]): WrongRequest {
  const sentences = problems.map(sentence);
  return new WrongRequest(sentences.map(({ en }) => en).join('; '), sentences.map(({ zh }) => zh).join('；'));
}

function sentence({ field, value, why }: QueryProblem): Record<Language, string> {
  const given = JSON.stringify(value);
  if (why === 'missing') return { en: `${field}: missing`, zh: `${field}：缺少` };
  if (why === 'unsearchable') {
    return {
      en: `${field}: nothing in it can be searched for: ${given}`,
      zh: `${field}：其中没有可以搜索的内容：${given}`,
    };
  }
  return { en: `${field}: not understood: ${given}`, zh: `${field}：无法识别：${given}` };
}
