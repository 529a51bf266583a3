/**
 * How mails look: one calm page, system fonts, colour only where it means something. Mail programs read inline styles
 * for the light form; the style sheet in the head, which some of them drop, only adds the dark one and smaller screens.
 */

/**
 * Latin letters first in English mails; in Chinese ones the Chinese font, for punctuation that both scripts share takes
 * its width from the font that has it first.
 */
export const FONTS = {
  en: "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif",
  zh: "'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Arial,sans-serif",
} as const;

/** Colours of the light form. */
export const COLOR = {
  ground: '#f3f4f6',
  card: '#ffffff',
  ink: '#1c2128',
  mute: '#636c78',
  line: '#e3e6ea',
  track: '#eceff2',
  link: '#1b5fb8',
  negative: '#c04a36',
  positive: '#2f7f5c',
  neutral: '#8592a3',
  warning: '#b07a16',
  warnGround: '#fdf5e2',
  warnInk: '#5f4508',
  softGround: '#f3f6fa',
  mark: '#fff1bf',
} as const;

/** The five severities, from watch to crisis. */
export const SEVERITY_COLOR = { 1: '#8592a3', 2: '#b08a2e', 3: '#cc7424', 4: '#c04a36', 5: '#9c1f2e' } as const;

export const TONE_COLOR = {
  negative: COLOR.negative,
  positive: COLOR.positive,
  neutral: COLOR.neutral,
  own: COLOR.link,
  warning: COLOR.warning,
  plain: COLOR.neutral,
} as const;

export const STYLE = {
  body: `margin:0;padding:0;background:${COLOR.ground};-webkit-text-size-adjust:100%;`,
  ground: `background:${COLOR.ground};`,
  card: `background:${COLOR.card};border:1px solid ${COLOR.line};border-radius:10px;max-width:600px;text-align:left;`,
  text: `font-size:15px;line-height:1.6;color:${COLOR.ink};overflow-wrap:anywhere;`,
  small: `font-size:13px;line-height:1.55;color:${COLOR.mute};`,
  axis: `font-size:12px;line-height:1.5;color:${COLOR.mute};`,
  tiny: 'font-size:0;line-height:0;',
  title: `margin:2px 0 0;font-size:21px;line-height:1.38;font-weight:600;color:${COLOR.ink};`,
  lead: `margin:10px 0 0;font-size:15px;line-height:1.6;color:${COLOR.ink};`,
  section: `margin:0;font-size:16px;line-height:1.4;font-weight:600;color:${COLOR.ink};`,
  subtitle: `margin:0;font-size:13px;line-height:1.5;font-weight:600;color:${COLOR.mute};`,
  severity: `padding-left:7px;font-size:14px;line-height:18px;font-weight:600;color:${COLOR.ink};white-space:nowrap;`,
  notice: 'font-size:14px;line-height:1.6;',
  factName: `font-size:13px;line-height:24px;color:${COLOR.mute};padding:4px 14px 4px 0;`,
  fact: `font-size:15px;line-height:24px;color:${COLOR.ink};padding:4px 0;`,
  quote: `font-size:15px;line-height:1.6;color:${COLOR.ink};word-break:break-word;overflow-wrap:anywhere;`,
  tile: 'font-size:24px;line-height:1.3;font-weight:600;',
  barLabel: `font-size:14px;line-height:1.5;color:${COLOR.ink};padding:6px 8px 2px 0;`,
  barValue: `font-size:13px;line-height:1.5;color:${COLOR.mute};padding:6px 0 2px;white-space:nowrap;`,
  rule: `border-top:1px solid ${COLOR.line};`,
  /** Many of them: how their underline looks stands in the sheet, and every mail program underlines links anyway. */
  figure: 'color:inherit;',
  link: `color:${COLOR.link};text-decoration:none;`,
  first: `display:inline-block;padding:10px 18px;border-radius:7px;background:${COLOR.link};color:#ffffff;font-size:15px;line-height:20px;font-weight:600;text-decoration:none;`,
  second: `display:inline-block;padding:9px 17px;border-radius:7px;border:1px solid #b9c2ce;color:${COLOR.ink};font-size:15px;line-height:20px;font-weight:600;text-decoration:none;`,
  third: `display:inline-block;padding:10px 8px;color:${COLOR.mute};font-size:14px;line-height:20px;text-decoration:underline;`,
  mark: `background:${COLOR.mark};color:inherit;border-radius:2px;`,
  preheader: 'display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;opacity:0;',
} as const;

/** Static, so that nothing from a post can ever reach it. Gmail reads at most 8 kB of it. */
export const SHEET = `<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
.fig{text-decoration:underline;text-decoration-color:#9aa5b4;text-decoration-thickness:1px;text-underline-offset:3px}
@media (max-width:480px){.pad{padding-left:16px!important;padding-right:16px!important}.edge{padding:0!important}.round{border-radius:0!important;border-left:0!important;border-right:0!important}}
@media (prefers-color-scheme:dark){
.ground{background:#111418!important}
.card{background:#1a1e24!important;border-color:#2b313a!important}
.ink{color:#e7eaee!important}
.mute{color:#9ba5b2!important}
.rule{border-color:#2b313a!important}
.track{background:#2f3640!important}
.link{color:#8ab4f0!important}
.first{background:#2f6fc4!important;color:#ffffff!important}
.second{color:#e7eaee!important;border-color:#4a535f!important}
.warn{background:#332a14!important}.warnink{color:#f1d999!important}
.soft{background:#20262e!important}
.mark{background:#5a4a12!important;color:#fff6da!important}
.negink{color:#f0907f!important}.posink{color:#7fc9a4!important}
}
</style>`;

/** Outlook falls back to Times inside tables unless every element is told. */
export const OUTLOOK_SHEET =
  "<!--[if mso]><style>*{font-family:'Segoe UI','Microsoft YaHei',sans-serif!important}</style><![endif]-->";
