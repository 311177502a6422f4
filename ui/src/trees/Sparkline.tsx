import { useQuery } from '@tanstack/react-query';
import type { TreeNode } from '../api/client';
import { seriesQuery } from '../api/queries';
import { type Period, periodText, plus } from '../format/period';
import { SPARK_PERIODS, sparkline } from './sparkline';

interface Props {
  node: TreeNode;
  period: Period;
  width: number;
  height: number;
}

/** The last periods of a KPI as a line; the summary beside it says what it shows. */
export function Sparkline({ node, period, width, height }: Props) {
  const { data } = useQuery({
    ...seriesQuery({
      code: node.kpi,
      from: periodText(plus(period, 1 - SPARK_PERIODS)),
      to: periodText(period),
      grain: period.grain,
    }),
    enabled: node.value !== null,
    staleTime: 5 * 60_000,
  });
  // The unfinished period would end every line in a fall.
  const values = (data?.series[0]?.values ?? []).map((value, index) =>
    data?.partial.includes(data.periods[index] ?? '') ? null : value,
  );
  const { path, last } = sparkline(values, width, height);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="spark">
      <path d={path} fill="none" stroke="var(--ink-3)" strokeWidth="1.25" strokeLinejoin="round" />
      {last ? <circle cx={last.x} cy={last.y} r="2" fill="var(--ink)" /> : null}
    </svg>
  );
}
