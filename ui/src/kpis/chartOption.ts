import type { Kpi } from '../api/client';
import { formatValue } from '../format/number';
import { type FiscalCalendar, parsePeriod } from '../format/period';
import { axisLabel, type Language, periodLabel } from '../format/periodLabel';
import type { Point } from './series';

/** Periods named on the axis of a small screen and of others. */
const NARROW_LABELS = 4;
const WIDE_LABELS = 12;

interface Options {
  narrow: boolean;
  kpi: Kpi;
  points: Point[];
  calendar: FiscalCalendar;
  language: Language;
  words: { actual: string; plan: string; partial: (period: string) => string };
  dark: boolean;
}

/** The tokens of the present theme; the chart draws outside of CSS. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    quiet: token('--ink-3'),
    line: token('--line'),
    axis: token('--line-2'),
    sunken: token('--sunken'),
    surface: token('--surface'),
    font: token('--font'),
  };
}

/** Only data this app formatted itself reaches the tooltip, but names come from people. */
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A round number needs no zeros after its point: "₩1.70B" is "₩1.7B" on an axis. */
export const tick = (text: string) => text.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '');

/** What an axis shows: the largest value's unit is right for every tick. */
export function chartOption({ kpi, points, calendar, language, words, narrow }: Options) {
  const colours = palette();
  const format = { unit: kpi.unit, decimals: kpi.decimals, language };
  const label = (text: string) => {
    const period = parsePeriod(text);
    return period ? periodLabel(period, language, calendar) : text;
  };
  const text = { fontFamily: colours.font, fontSize: 11, lineHeight: 14, color: colours.quiet };
  const last = points.findLastIndex((point) => point.actual !== null && !point.partial);
  const partial = points.filter((point) => point.partial);
  const showsYear = (index: number) =>
    index === 0 || points[index]?.period.slice(0, 4) !== points[index - 1]?.period.slice(0, 4);
  const every = Math.max(1, Math.ceil(points.length / (narrow ? NARROW_LABELS : WIDE_LABELS)));
  const solid = points.map((point) => (point.partial ? null : point.actual));
  const open = openPoints(points);
  return {
    animation: false,
    textStyle: text,
    grid: { left: 4, right: 4, top: 26, bottom: 4, outerBoundsMode: 'same' as const },
    tooltip: {
      trigger: 'axis' as const,
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.axis,
      padding: [8, 10],
      textStyle: { fontFamily: colours.font, fontSize: 12, color: colours.ink },
      axisPointer: { type: 'line' as const, lineStyle: { color: colours.axis, type: 'solid' as const } },
      formatter: (hits: unknown) => {
        const index = (hits as { dataIndex: number }[])[0]?.dataIndex ?? 0;
        const point = points[index];
        if (!point) return '';
        const rows = [
          `<b>${escaped(label(point.period))}</b>`,
          `${escaped(words.actual)} ${escaped(formatValue(point.actual, format))}`,
        ];
        if (point.plan !== null) rows.push(`${escaped(words.plan)} ${escaped(formatValue(point.plan, format))}`);
        if (point.partial) rows.push(escaped(words.partial(label(point.period))));
        return rows.join('<br>');
      },
    },
    xAxis: {
      type: 'category' as const,
      data: points.map((point) => point.period),
      boundaryGap: false,
      axisLine: { lineStyle: { color: colours.axis } },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        interval: (index: number) => index % every === 0,
        hideOverlap: false,
        formatter: (value: string, index: number) =>
          axisLabel(
            value,
            language,
            Array.from({ length: every }, (_, back) => index - back).some((at) => at >= 0 && showsYear(at)),
          ),
      },
    },
    yAxis: {
      type: 'value' as const,
      scale: true,
      position: 'right' as const,
      splitNumber: narrow ? 3 : 5,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => tick(formatValue(value, format)) },
    },
    series: [
      {
        type: 'line' as const,
        name: words.actual,
        data: solid,
        lineStyle: { color: colours.ink, width: 2 },
        itemStyle: { color: colours.ink, borderColor: colours.surface, borderWidth: 2 },
        symbol: 'circle',
        symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
          dataIndex === last || points.length === 1 ? 10 : 0,
        showAllSymbol: true,
        z: 4,
        markArea: partial.length === 0 ? undefined : partialArea(points, partial, colours, text, words.partial, label),
      },
      {
        type: 'line' as const,
        name: words.actual,
        data: open,
        lineStyle: { width: 0 },
        itemStyle: { color: colours.surface, borderColor: colours.ink, borderWidth: 1.5 },
        symbol: 'circle',
        symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (points[dataIndex]?.partial ? 7 : 0),
        showAllSymbol: true,
        z: 3,
      },
      {
        type: 'line' as const,
        name: words.plan,
        data: points.map((point) => point.plan),
        lineStyle: { color: colours.quiet, width: 1.5, type: [1, 3], cap: 'round' as const },
        itemStyle: { color: colours.quiet },
        symbol: 'none',
        z: 2,
      },
    ],
  };
}

/**
 * The values of unfinished periods, as marks without a line: a part of a period is no fall. One that lies far
 * outside of the finished values is left to the tooltip and the table, or it would flatten everything else.
 */
function openPoints(points: Point[]): (number | null)[] {
  const finished = points
    .flatMap((point) => [point.partial ? null : point.actual, point.plan])
    .filter((value) => value !== null);
  const low = Math.min(...finished);
  const high = Math.max(...finished);
  const room = (high - low) / 4;
  return points.map(({ partial, actual }) =>
    partial && actual !== null && (finished.length === 0 || (actual >= low - room && actual <= high + room))
      ? actual
      : null,
  );
}

/** The unfinished periods, from the last finished one to their own. */
function partialArea(
  points: Point[],
  partial: Point[],
  colours: ReturnType<typeof palette>,
  text: object,
  words: (period: string) => string,
  label: (period: string) => string,
) {
  const first = points.findIndex((point) => point.partial);
  return {
    silent: true,
    itemStyle: { color: colours.sunken, opacity: 0.7 },
    label: { ...text, show: true, position: 'top' as const, distance: 4 },
    data: [
      [
        { xAxis: points[Math.max(0, first - 1)]?.period, name: words(label(partial[0]?.period ?? '')) },
        { xAxis: partial.at(-1)?.period },
      ],
    ],
  };
}
