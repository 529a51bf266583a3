/** The pages' one style sheet: calm, readable on a phone, light and dark, meaning never by colour alone. */
export const STYLES = `
:root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --line: #d8dee4; --ground: #ffffff; --card: #f6f8fa;
  --link: #0b5cad; --negative: #b42318; --positive: #1a7f37; --neutral: #59636e; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --line: #30363d; --ground: #0d1117;
  --card: #151b23; --link: #6cb6ff; --negative: #ff8f85; --positive: #56d364; --neutral: #9198a1; --warn: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI",
  "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
a { color: var(--link); text-underline-offset: 2px; }
header { border-bottom: 1px solid var(--line); }
header nav, main { max-width: 60rem; margin: 0 auto; padding: .75rem 1rem; }
header nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; }
header nav strong { margin-right: .5rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 1rem 0 .5rem; }
h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
.soft { color: var(--soft); font-size: .875rem; }
.card { border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: .75rem 1rem; margin: .75rem 0;
  overflow-wrap: anywhere; }
.card p { margin: .35rem 0; }
.chip { display: inline-block; border: 1px solid currentColor; border-radius: 999px; padding: 0 .6rem; font-size: .8125rem;
  line-height: 1.5; white-space: nowrap; }
.negative { color: var(--negative); } .positive { color: var(--positive); } .neutral { color: var(--neutral); }
.warn { color: var(--warn); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: .8125rem; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
ol.history { list-style: none; padding: 0; margin: 0; }
ol.history li { border-left: 3px solid var(--line); padding: .25rem 0 .5rem 1rem; }
mark { background: color-mix(in srgb, var(--warn) 28%, transparent); color: inherit; border-radius: 3px; }
blockquote { margin: .5rem 0; padding-left: .75rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
button { font: inherit; padding: .55rem 1.1rem; min-height: 44px; border-radius: 6px; border: 1px solid var(--link);
  background: var(--link); color: var(--ground); cursor: pointer; }
textarea { font: inherit; width: 100%; max-width: 36rem; min-height: 5rem; padding: .5rem; border: 1px solid var(--line);
  border-radius: 6px; background: var(--ground); color: inherit; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
`;
