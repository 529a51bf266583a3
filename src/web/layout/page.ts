/** The frame of every page. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import type { Reader } from '../reader.ts';

/** A whole page. */
export function page(reader: Reader, title: string, body: Html): string {
  const { words } = reader;
  const links: [string, string][] = [
    ['/', words.overview],
    ['/digests', words.digests],
    ['/targets', words.targets],
    ['/outbox', words.outbox],
  ];
  return `<!doctype html>\n${html`<html lang="${reader.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Earshot</title>
<link rel="stylesheet" href="${localUrl('/style.css')}">
</head>
<body>
<header><nav><strong>Earshot</strong>${join(links.map(([path, name]) => html`<a href="${localUrl(path)}">${name}</a>`))}</nav></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`}`;
}
