/** Tools: where it was said, and how much of it could be seen. */
import type { BarRow, Block, Limits } from '../content/blocks.ts';
import type { Format } from '../content/format.ts';
import { figure } from '../content/inline.ts';
import { blindLine, section, siteName } from '../content/pieces.ts';
import type { DigestView, SiteTool } from '../views/digest.ts';
import { DIGEST_WORDS } from '../words/index.ts';

/** From here on nothing was missed that a reader would ask about. */
const FULL_COVERAGE = 0.995;

/** Said before any number: what these numbers could not know. */
export function blindNotice(view: DigestView, format: Format): Block[] {
  if (view.tools.blind.length === 0) return [];
  const words = DIGEST_WORDS[format.language];
  const lines = view.tools.blind.map((caveat) => blindLine(caveat, format));
  return [{ is: 'notice', tone: 'warning', title: words.blindTitle, lines }];
}

export function tools(view: DigestView, format: Format, limits: Limits): Block[] {
  const words = DIGEST_WORDS[format.language];
  const sites = view.tools.sites.slice(0, limits.rows * 2);
  const largest = Math.max(1, ...sites.map((site) => site.mentions.value));
  const rows = sites.map((site) => siteRow(site, largest, format));
  return section(words.tools, rows.length === 0 ? [] : [{ is: 'bars', rows }], words.toolsNote);
}

function siteRow(tool: SiteTool, largest: number, format: Format): BarRow {
  const words = DIGEST_WORDS[format.language];
  const { mentions, negative, coverage } = tool;
  const silent = mentions.value === 0 && coverage.value > 0;
  const row: BarRow = {
    label: [siteName(tool.site)],
    parts: [
      { share: negative.value / largest, tone: 'negative' },
      { share: (mentions.value - negative.value) / largest, tone: 'neutral' },
    ],
    value: silent ? [words.siteSilent] : words.siteValue(format.count(mentions), format.count(negative).shown),
  };
  if (coverage.value >= FULL_COVERAGE) return row;
  return { ...row, note: words.coverage(figure(coverage, format.percent(coverage.value))) };
}
