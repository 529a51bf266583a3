/**
 * The site that the crawl bench reads, in a process of its own: `/list/L?page=P`, every page another, twenty reviews on
 * each, with the navigation, scripts and footer that real pages carry. Prints its origin; ends with its standard input.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const REVIEWS = 20;
const PHRASES = [
  'The support desk answered after three days and then closed the case without a word.',
  'Works as described; the battery lasts two days of ordinary use.',
  '客服态度很差，打了三次电话都没有人处理，再也不买了。',
  'I asked for a refund twice. The money came back after I wrote to the regulator.',
  '发货很快，包装完好，质量比想象的好，下次还会回购。',
  'Broke after a week, and the replacement was broken when it came.',
];
const MENU = Array.from({ length: 40 }, (_, i) => `<li><a class="menu" href="/topic/${i}">Topic ${i}</a></li>`).join(
  '',
);
const SCRIPT = `<script>window.state=${JSON.stringify({ flags: Array.from({ length: 120 }, (_, i) => `flag-${i}`) })}</script>`;

function review(id: number): string {
  const words = Array.from({ length: 3 }, (_, i) => PHRASES[(id + i) % PHRASES.length]).join(' ');
  const at = new Date(Date.UTC(2026, 0, 1) - id * 1000).toISOString();
  return `<article class="review" data-id="${id}"><header><a class="writer" href="/people/${id % 997}">Writer ${id % 997}</a>
<span class="stars" title="${1 + (id % 5)} of 5 stars"></span><time datetime="${at}">${at.slice(0, 10)}</time></header>
<h3 class="title"><a href="/review/${id}">Review no. ${id}</a></h3><div class="body"><p>${words}</p><p>Order ${id}.</p></div>
<footer><span class="likes">${(id * 7) % 1300}</span><button>Helpful</button><ul class="share"><li>Mail</li><li>Link</li></ul></footer></article>`;
}

function page(list: number, number: number): string {
  const first = (list * 1000 + number) * REVIEWS;
  const reviews = Array.from({ length: REVIEWS }, (_, i) => review(first + i)).join('\n');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Reviews ${number}</title>${SCRIPT}</head>
<body><nav><ul>${MENU}</ul></nav><main>${reviews}</main><a rel="next" href="/list/${list}?page=${number + 1}">Next</a>
<footer><ul>${MENU}</ul></footer></body></html>`;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://site');
  const list = /^\/list\/(\d+)$/.exec(url.pathname)?.[1];
  if (list === undefined) {
    response.writeHead(url.pathname === '/robots.txt' ? 200 : 404, { 'content-type': 'text/plain' });
    response.end('User-agent: *\nAllow: /\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page(Number(list), Number(url.searchParams.get('page') ?? 1)));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.on('end', () => process.exit()).resume();
