/** A message as one HTML page that mail programs show: tables, inline styles, a dark form by media query. */
import type { Message } from '../content/blocks.ts';
import type { Language } from '../content/format.ts';
import { blockHtml, type Surroundings } from './block-html.ts';
import { html, raw } from './html.ts';
import { FONTS, OUTLOOK_SHEET, SHEET, STYLE } from './styles.ts';

const LANG = { en: 'en', zh: 'zh-CN' } as const;

/** Outlook's Word engine knows no max-width: it alone gets a table of that width around the card. */
const OUTLOOK_FRAME =
  '<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->';
const OUTLOOK_FRAME_END = '<!--[if mso]></td></tr></table><![endif]-->';

export function messageHtml(message: Message, language: Language, around: Surroundings): string {
  const rows = message.blocks.map((block) => blockHtml(block, around));
  // Without filler, inboxes go on with the first words of the page after the preheader.
  const filler = '\u00a0\u200c'.repeat(60);
  return `<!DOCTYPE html>\n${html`<html lang="${LANG[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no">
<title>${message.subject}</title>
${raw(SHEET)}
${raw(OUTLOOK_SHEET)}
</head>
<body class="ground" style="${STYLE.body}">
<div style="${STYLE.preheader}">${message.preheader}${filler}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="ground" style="${STYLE.ground}">
<tr><td align="center" class="edge" style="padding:24px 12px;">${raw(OUTLOOK_FRAME)}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="card round" style="${STYLE.card}font-family:${FONTS[language]};">
${rows}
</table>${raw(OUTLOOK_FRAME_END)}
</td></tr>
</table>
</body>
</html>
`}`;
}
