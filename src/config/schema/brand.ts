/** `brands/*.yaml`: one brand a file; the file's name is the brand's id. */
import { z } from 'zod';
import type { Brand } from '../../model.ts';
import { aspectName, query, words } from '../fields.ts';

const term = z.union([
  words(100).describe('A word or name; Latin letters match whole words in any case.'),
  z.strictObject({
    term: words(100).describe('The word or name.'),
    not_in: z
      .array(words(100))
      .default([])
      .describe('Longer words that contain the term without meaning the brand: 小米粥 for 小米.'),
    case_sensitive: z.boolean().default(false).describe('true: `Apple` matches, `apple` does not.'),
  }),
]);

const account = z.strictObject({
  site: words(200).describe('Site id or host, as in the posts: weibo, trustpilot, mastodon.social.'),
  author: words(200).describe("The account's name or id on that site."),
});

const step = z.union([
  words(500),
  z.strictObject({
    en: words(500).describe('For readers of English.'),
    zh: words(500).describe('For readers of Chinese.'),
  }),
]);

export const brandSchema = z
  .strictObject({
    name: words(100).describe('The brand as people write it; shown in mails and pages.'),
    role: z
      .enum(['own', 'competitor'])
      .default('own')
      .describe('`competitor`: measured for comparison; no alerts unless a rule names it.'),
    terms: z
      .array(term)
      .min(1)
      .optional()
      .describe(
        'Words that name the brand, each by itself: names, aliases, misspellings, homophones (谐音). Default: the name.',
      ),
    query: query()
      .optional()
      .describe(
        'Replaces "any of the terms": AND, OR, NOT, brackets, "phrases", NEAR/n, site:, author:, lang:. The terms still mark where the brand is named.',
      ),
    exclude: z.array(words(100)).default([]).describe('A post that contains one of these is never about the brand.'),
    accounts: z
      .array(account)
      .default([])
      .describe("The brand's own accounts: what they write is an answer, not word of mouth."),
    aspects: z
      .record(aspectName(), z.array(words(200)).min(1))
      .default({})
      .describe(
        'What else people speak of with this brand: a name, shown as it is written, and the words that name the matter (`legroom`, `座椅(间距|太窄)`, `charg*`). The name of a common aspect (service, quality, price …) adds words to it.',
      ),
    playbook: z
      .record(words(50), z.array(step).min(1))
      .default({})
      .describe(
        "Suggested next steps shown in alerts, by aspect (service, price …, or one of the brand's own), intent (refund, regulator …) or `default`. A step is a sentence, or one for each language of your readers: `{zh: …, en: …}`.",
      ),
    viral_threshold: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .default(500)
      .describe('Shares that one negative post must be forecast to reach to open an incident by itself.'),
  })
  .describe('A brand: what is watched.');

export function toBrand(id: string, raw: z.output<typeof brandSchema>): Brand {
  const terms = (raw.terms ?? [raw.name]).map((entry) => {
    if (typeof entry === 'string') return { term: entry, notIn: [], caseSensitive: false };
    return { term: entry.term, notIn: entry.not_in, caseSensitive: entry.case_sensitive };
  });
  return {
    id,
    name: raw.name,
    role: raw.role,
    terms,
    ...(raw.query === undefined ? {} : { query: raw.query }),
    exclude: raw.exclude,
    accounts: raw.accounts,
    aspects: raw.aspects,
    playbook: raw.playbook,
    viralThreshold: raw.viral_threshold,
  };
}
