/** Periods in a spark line: a year and the same period of the year before. */
export const SPARK_PERIODS = 13;

export interface Spark {
  path: string;
  last: { x: number; y: number } | null;
}

/** A line over a box with a break wherever a value is missing; it shows shape, so it need not start at zero. */
export function sparkline(values: readonly (number | null)[], width: number, height: number, pad = 3): Spark {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { path: '', last: null };
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const x = (index: number) => pad + (values.length > 1 ? (index / (values.length - 1)) * (width - 2 * pad) : 0);
  const y = (value: number) => (span === 0 ? height / 2 : pad + (1 - (value - low) / span) * (height - 2 * pad));
  let path = '';
  let last: Spark['last'] = null;
  let pen = false;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      pen = false;
      continue;
    }
    last = { x: x(index), y: y(value) };
    path += `${pen ? 'L' : 'M'}${last.x.toFixed(1)} ${last.y.toFixed(1)}`;
    pen = true;
  }
  return { path, last: values.at(-1) === null ? null : last };
}
