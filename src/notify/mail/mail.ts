/** A message as a mail: subject, HTML and text that say the same, and the pictures they show. */
import { EarshotError } from '../../errors.ts';
import type { Limits, Message, Reader } from '../content/blocks.ts';
import { tame } from '../content/inline.ts';
import { drawChart } from './chart.ts';
import { cidUrl, pngUrl, type Url, webUrl } from './html.ts';
import { messageHtml } from './to-html.ts';
import { messageText } from './to-text.ts';

/** A picture inside the mail. */
interface Attachment {
  readonly cid: string;
  readonly filename: string;
  readonly contentType: 'image/png';
  readonly content: Uint8Array;
}

export interface Mail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** Who reads it, and where its links lead. */
export interface RenderOptions extends Reader {
  /** Where readers reach the pages, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Gmail cuts a mail's HTML at 102 kB; what is cut takes the footer's links with it. The same page as one file, with its
 * pictures inside, stays below it too.
 */
export const LARGEST_HTML = 98_000;

/** From generous to bare: the first that fits is sent. */
const LIMITS: readonly Limits[] = [
  { posts: 8, excerpt: 280, rows: 8 },
  { posts: 5, excerpt: 200, rows: 6 },
  { posts: 3, excerpt: 120, rows: 4 },
  { posts: 1, excerpt: 80, rows: 2 },
];

/** Composes with as much as fits, and draws the pictures. */
export async function renderMail(compose: (limits: Limits) => Message, options: RenderOptions): Promise<Mail> {
  const page = (path: string): Url => pageUrl(options.publicUrl, path);
  const drawn = new Map<string, Uint8Array>();
  for (const [i, limits] of LIMITS.entries()) {
    const message = compose(limits);
    const html = messageHtml(message, options.language, { page, picture: (id) => cidUrl(cidOf(id)) });
    const attachments = await pictures(message, drawn);
    const mail = {
      subject: tame(message.subject),
      html,
      text: messageText(message, { language: options.language, page: (path) => page(path).href }),
      attachments,
    };
    if (i === LIMITS.length - 1 || Buffer.byteLength(toStandaloneHtml(mail)) <= LARGEST_HTML) return mail;
  }
  throw new Error('unreachable: the last limits are always taken');
}

/** The same mail as one file that any browser shows. */
export function toStandaloneHtml(mail: Mail): string {
  return mail.attachments.reduce(
    (html, { cid, content }) => html.replaceAll(`src="${cidUrl(cid).href}"`, `src="${pngUrl(content).href}"`),
    mail.html,
  );
}

/** On paper: one A4 page for what fits a phone's few screens, without the grey around it. */
const PRINT =
  '<style>@media print{@page{size:A4;margin:8mm}html{zoom:.68}.ground,.card{background:#fff!important;border:0!important}}</style>';

/** The same, for a printer. */
export function toPrintHtml(mail: Mail): string {
  return toStandaloneHtml(mail).replace('</head>', `${PRINT}</head>`);
}

/** Address of one of our pages. Throws `EarshotError` where `public_url` or the path is no address. */
export function pageUrl(publicUrl: string, path: string): Url {
  const url = path.startsWith('/') ? webUrl(publicUrl.replace(/\/+$/, '') + path) : null;
  if (url === null) throw new EarshotError(`not an address of a page: ${JSON.stringify(publicUrl + path)}`);
  return url;
}

/** Those of `drawn` are not drawn again: how much a message says changes nothing in its charts. */
async function pictures(message: Message, drawn: Map<string, Uint8Array>): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const block of message.blocks) {
    if (block.is !== 'chart') continue;
    const content = drawn.get(block.id) ?? (await drawChart(block.spec));
    drawn.set(block.id, content);
    attachments.push({ cid: cidOf(block.id), filename: `${block.id}.png`, contentType: 'image/png', content });
  }
  return attachments;
}

function cidOf(chartId: string): string {
  return `${chartId}@earshot`;
}
