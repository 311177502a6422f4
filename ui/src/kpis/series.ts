import type { Series } from '../api/client';

/** A value of the one line of an ungrouped series. */
export function valueAt(series: Series | undefined, period: string): number | null {
  const index = series?.periods.indexOf(period) ?? -1;
  return series?.series[0]?.values[index] ?? null;
}

export interface Point {
  period: string;
  actual: number | null;
  plan: number | null;
  partial: boolean;
}

/** Actual and plan side by side, without the empty periods at both ends. */
export function points(actual: Series | undefined, plan: Series | undefined): Point[] {
  const all = (actual?.periods ?? []).map((period, index) => ({
    period,
    actual: actual?.series[0]?.values[index] ?? null,
    plan: valueAt(plan, period),
    partial: actual?.partial.includes(period) ?? false,
  }));
  const known = (point: Point) => point.actual !== null || point.plan !== null;
  const first = all.findIndex(known);
  return first < 0 ? [] : all.slice(first, all.findLastIndex(known) + 1);
}
