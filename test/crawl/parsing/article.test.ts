import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { readArticle } from '../../../src/crawl/parsing/article.ts';

const NOW = new Date('2024-06-12T00:00:00Z');
const BODY =
  '<p>多名住客反映，预订时承诺的海景房到店后变成了停车场景观，前台拒绝更换房间，也不同意退款。</p>' +
  '<p>记者随后联系酒店，对方表示“以到店安排为准”，并称已向平台说明情况，不再另行回应。</p>' +
  '<p>平台客服则称，正在与酒店核实，预计三个工作日内答复消费者，请耐心等待通知。</p>';
const read = (head: string, above: string, below = '') =>
  readArticle(
    load(
      `<html><head>${head}</head><body><div class="main">${above}<div class="content">${BODY}</div>${below}</div></body></html>`,
    ),
    'https://n.example/a',
    NOW,
  );

describe('title', () => {
  test.each([
    ['<title>海景房变停车场_城南新闻网</title>', '<h1>海景房变停车场</h1>', '海景房变停车场'],
    ['<title>海景房变停车场 - 城南新闻网</title>', '', '海景房变停车场'],
    [
      '<title>海景房"变"停车场-新闻-城南网</title><meta property="og:title" content="海景房">',
      '<h1>海景房"变"停车场</h1>',
      '海景房"变"停车场',
    ],
    ['<title>新闻动态</title>', '<h5>海景房变成停车场，住客要求退款</h5>', '海景房变成停车场，住客要求退款'],
    ['<title>Sea view | Daily Kettle</title>', '<h1>Sea view</h1>', 'Sea view'],
  ])('%s %s', (head, above, expected) => {
    expect(read(head, above)?.title).toBe(expected);
  });
});

describe('author', () => {
  test.each([
    ['<p>2024-06-10 09:30 来源：城南晚报 作者：林若晴</p>', '林若晴'],
    ['<p>2024-06-10 09:30来源：城南晚报作者：林若晴</p>', '林若晴'],
    ['<p>城南晚报记者 林若晴 周一</p>', '林若晴 周一'],
    ['<p>2024-06-10 09:30 来源：城南晚报</p>', '城南晚报'],
    ['<p>2024-06-10 09:30:15 城南晚报</p>', '城南晚报'],
    ['<span class="author-name">阿岚</span>', '阿岚'],
    ['<p>By Hanne Vold, June 10, 2024</p>', 'Hanne Vold'],
    ['<p>作者：佚名 责任编辑：周一</p>', '周一'],
    ['<p>原作者女儿：不觉得拗口吗</p>', null],
  ])('%s', (above, expected) => {
    expect(read('<title>海景房变停车场</title>', above)?.author ?? null).toBe(expected);
  });

  test('the name that the title ends with is the site, not a writer', () => {
    const head = '<title>海景房变停车场_城南网</title><meta name="author" content="城南网">';
    expect(read(head, '<p>来源：晚报</p>')?.author).toBe('晚报');
  });
});

describe('time', () => {
  test.each([
    ['<meta property="article:published_time" content="2024-06-10T09:30:00+08:00">', '', '2024-06-10T09:30:00+08:00'],
    ['', '<p>2024年06月10日 09:30</p>', '2024年06月10日 09:30'],
    ['', '<p>2024-06-10 09:30:15 来源：晚报</p>', '2024-06-10 09:30:15'],
    ['', '<p>发布时间：2024-06-10</p>', '2024-06-10'],
    ['<meta name="publishdate" content="2024-06-10">', '<p>2024年06月10日09:30</p>', '2024年06月10日09:30'],
    ['', '<time datetime="2024-06-10T01:30:00Z">a while ago</time>', '2024-06-10T01:30:00Z'],
    ['<script>var ct = "1717983000";</script>', '', '1717983000'],
    ['', '<p>Posted June 10, 2024 at 9:30 am</p>', 'June 10, 2024 at 9:30 am'],
  ])('%s %s', (head, above, expected) => {
    expect(read(`<title>x</title>${head}`, above)?.publishedAt).toBe(expected);
  });

  test('a time in the comments is not the article’s', () => {
    expect(read('<title>x</title>', '<p>2024-06-10 · 城南</p>', '<p>网友 2024-06-11 20:33:49</p>')?.publishedAt).toBe(
      '2024-06-10',
    );
  });
});

describe('text', () => {
  test('is the paragraphs and not the frame around them', () => {
    const below =
      '<p class="editor">责任编辑：周一</p><div class="related"><ul><li><a href="/1">另一条很长的新闻标题，说的是别的事情</a></li></ul></div>' +
      '<div class="comments"><p>网友甲：上个月我也遇到了同样的事情，退款拖了四十天，客服每次都说正在加急处理。</p></div>';
    const article = read(
      '<title>海景房变停车场</title>',
      '<ul class="nav"><li><a href="/">首页</a></li></ul><h1>海景房变停车场</h1>',
      below,
    );
    const lines = article?.text.split('\n') ?? [];
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^多名住客反映/);
    expect(lines[2]).toMatch(/请耐心等待通知。$/);
  });

  test('lines between <br>s are paragraphs too', () => {
    const lines = BODY.replaceAll('<p>', '').replaceAll('</p>', '<br><br>');
    const article = readArticle(
      load(
        `<body><table><tr><td><a href="/">首页</a></td></tr><tr><td><div id="c">${lines}</div></td></tr></table></body>`,
      ),
      'https://n.example/a',
      NOW,
    );
    expect(article?.text.split('\n').filter(Boolean)).toHaveLength(3);
  });

  test.each([
    '',
    '<p>短。</p>',
    '<form><input type="password"></form>',
    '<ul><li><a href="/a">a list of links and nothing else on it</a></li></ul>',
  ])('a page without running text is no article: %s', (body) => {
    expect(readArticle(load(`<html><body>${body}</body></html>`), 'https://n.example/a', NOW)).toBeNull();
  });
});
