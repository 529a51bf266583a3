/**
 * The picture of a course: bars over the band of the ordinary. There are no words in it (the rasteriser brings no
 * fonts): axes and captions stand beside it as text. Colours are chosen to read on a light and on a dark ground.
 *
 * echarts and resvg cost a quarter of a second to load: they are only loaded when a picture is drawn.
 */
import type { ChartSpec } from '../content/blocks.ts';

/** CSS pixels; the picture has twice as many, for sharp screens. */
const CHART_WIDTH = 552;
const CHART_HEIGHT = 132;

const NEGATIVE = '#cf5b45';
const TOTAL = '#93a4ba';
const BAND = 'rgba(116,140,171,0.28)';
const EXPECTED = '#7389a6';
const BLIND = 'rgba(140,140,140,0.18)';
const GROUND = '#9aa3af';

/** One alert goes to many recipients with the same picture: the last few are kept. */
const KEPT = 8;
const drawn = new Map<string, Promise<Uint8Array>>();

/** Draws `spec` as a PNG of twice CHART_WIDTH × CHART_HEIGHT pixels on a transparent ground. */
export function drawChart(spec: ChartSpec): Promise<Uint8Array> {
  const key = JSON.stringify(spec);
  const picture = drawn.get(key) ?? draw(spec);
  drawn.delete(key);
  drawn.set(key, picture);
  for (const oldest of drawn.keys()) if (drawn.size > KEPT) drawn.delete(oldest);
  // A failure is not kept: the next mail tries again.
  picture.catch(() => drawn.delete(key));
  return picture;
}

async function draw(spec: ChartSpec): Promise<Uint8Array> {
  const svg = await chartSvg(spec);
  const { Resvg } = await import('@resvg/resvg-js');
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: CHART_WIDTH * 2 },
    font: { loadSystemFonts: false },
  });
  return picture.render().asPng();
}

async function chartSvg(spec: ChartSpec): Promise<string> {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  core.use([charts.BarChart, charts.LineChart, components.GridComponent, renderers.SVGRenderer]);
  const chart = core.init(null, undefined, { renderer: 'svg', ssr: true, width: CHART_WIDTH, height: CHART_HEIGHT });
  try {
    chart.setOption(chartOption(spec));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

function chartOption(spec: ChartSpec): Record<string, unknown> {
  const highest = Math.max(
    1,
    ...spec.bars.map((bar) => Math.max(bar.total ?? 0, bar.negative ?? 0)),
    ...spec.band.map((band) => band?.high ?? 0),
  );
  const bar = { type: 'bar', barWidth: '72%', barGap: '-100%', silent: true };
  const line = { type: 'line', symbol: 'none', silent: true, lineStyle: { opacity: 0 } };
  return {
    animation: false,
    grid: { left: 1, right: 1, top: 4, bottom: 1 },
    xAxis: {
      type: 'category',
      data: spec.bars.map((_, i) => i),
      axisLabel: { show: false },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: GROUND, width: 1 } },
    },
    yAxis: { type: 'value', max: highest, show: false },
    series: [
      {
        ...bar,
        data: spec.bars.map(({ negative }) => (negative === null ? highest : null)),
        itemStyle: { color: BLIND },
        barWidth: '100%',
      },
      { ...line, stack: 'band', data: spec.band.map((b) => b?.low ?? null), areaStyle: { opacity: 0 } },
      { ...line, stack: 'band', data: spec.band.map((b) => (b ? b.high - b.low : null)), areaStyle: { color: BAND } },
      { ...bar, data: spec.bars.map((b) => b.total), itemStyle: { color: TOTAL, borderRadius: [1.5, 1.5, 0, 0] } },
      {
        ...bar,
        data: spec.bars.map((b) => b.negative),
        itemStyle: { color: NEGATIVE, borderRadius: [1.5, 1.5, 0, 0] },
      },
      {
        ...line,
        data: spec.band.map((b) => b?.expected ?? null),
        lineStyle: { color: EXPECTED, width: 1.5, type: [4, 3] },
      },
    ],
  };
}
