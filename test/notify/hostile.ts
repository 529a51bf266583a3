/** Posts by people who do not mean well, or who just write as people do. */
import type { PostView } from '../../src/notify/views/parts.ts';
import { fig, post } from './views.ts';

export const HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script>',
  '</td></tr></table><style>*{display:none}</style><img src=x onerror=alert(1)>',
  '"><a href="javascript:alert(1)">click</a>',
  "' onmouseover='alert(1)",
  '<!--[if mso]><p>Outlook only</p><![endif]-->',
  '&lt;b&gt; already escaped &amp;amp;',
  '=HYPERLINK("http://evil.example","refund")',
  '+cmd|/c calc!A0',
  'Subject: hacked\r\nBcc: everyone@acme.example\r\n\r\nbody',
  'price \u202Egnp.exe\u202C and \u2066isolated',
  'unclosed \u202E\u2066\u2067 marks',
  'مرحبا بالعالم، الخدمة سيئة جدا — refund please',
  'x'.repeat(10_000),
  '退'.repeat(10_000),
  `z${'\u0316'.repeat(5_000)}`,
  '👨‍👩‍👧‍👦'.repeat(500),
  'lone \uD83D surrogate \uDE00 and \u0000 \u0007 control',
  '--_NmP-alert-Part_1--',
  '.\r\n.\r\nQUIT\r\n',
  '{{7*7}} <%= 7 * 7 %> #{7*7} %s %n $1 $& $$',
];

export const HOSTILE_NAMES: readonly string[] = [
  '<b>bold</b>',
  'a\r\nBcc: x@y.z',
  '\u202Ecte\u202C.PR',
  '🦄👩🏽‍🚒',
  'n'.repeat(500),
  'مدير',
  '"quoted" <admin@acme.example>',
];

const HOSTILE_URLS: readonly (string | null)[] = [
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://acme.example@evil.example/',
  'https://ok.example/"><script>',
  'not a url',
  null,
];

/** Every text with some name and address. */
export const HOSTILE_POSTS: readonly PostView[] = HOSTILE_TEXTS.map((text, i) => {
  const name = HOSTILE_NAMES[i % HOSTILE_NAMES.length]!;
  return post({
    postId: `h${i}`,
    site: { id: 's', name },
    author: { kind: 'person', name, followers: 3 },
    title: i % 2 === 0 ? HOSTILE_TEXTS[(i + 5) % HOSTILE_TEXTS.length]! : null,
    text,
    url: HOSTILE_URLS[i % HOSTILE_URLS.length]!,
    highlights: [[3, 9]],
    copies: fig(1),
  });
});
