import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Grain, Kpi, Series, Tree } from '../api/client';
import { evaluationQuery, kpisQuery, seriesQuery, treesQuery } from '../api/queries';
import { periodText, plus } from '../format/period';
import { usePeriod } from '../trees/usePeriod';

/** Ranges of the chart in periods; the first is what opens. */
export const RANGES: Record<Grain, readonly number[]> = {
  DAY: [30, 90, 365],
  WEEK: [26, 53, 105],
  MONTH: [25, 13, 37],
  QUARTER: [12, 20, 40],
  YEAR: [20, 10, 40],
};

/** Levels from a tree's root down to a KPI, over formulas and influences; infinite where it is not in the tree. */
function levelOf(code: string, tree: Tree, kpis: Map<string, Kpi>): number {
  const seen = new Set<string>();
  let level = [tree.root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (level.includes(code)) return depth;
    for (const each of level) seen.add(each);
    const below = level.flatMap((each) => [
      ...(kpis.get(each)?.references ?? []),
      ...(tree.influences ?? []).filter(({ from }) => from === each).map(({ to }) => to),
    ]);
    level = [...new Set(below)].filter((each) => !seen.has(each));
  }
  return Number.POSITIVE_INFINITY;
}

/** The tree in which the KPI stands nearest to the root. */
export function treeOf(code: string, trees: Tree[], kpis: Map<string, Kpi>): Tree | undefined {
  const levels = trees.map((tree) => ({ tree, level: levelOf(code, tree, kpis) }));
  return levels.filter(({ level }) => Number.isFinite(level)).sort((a, b) => a.level - b.level)[0]?.tree;
}

export function useKpiView(code: string) {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (entries: Record<string, string | null>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(entries)) {
            if (value === null) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const list = useQuery(kpisQuery);
  const trees = useQuery(treesQuery);
  const kpis = useMemo(() => new Map(list.data?.map((kpi) => [kpi.code, kpi])), [list.data]);
  const kpi = kpis.get(code);
  const frame = usePeriod({
    code: kpi?.code,
    own: kpi?.grain,
    period: params.get('period'),
    grain: params.get('grain'),
  });
  const ranges = RANGES[frame.grain];
  const range = ranges.find((periods) => String(periods) === params.get('range')) ?? ranges[0] ?? 13;

  const tree = useMemo(() => treeOf(code, trees.data ?? [], kpis), [code, trees.data, kpis]);
  const period = frame.period ? periodText(frame.period) : '';
  const answer = useQuery({ ...evaluationQuery(tree?.slug ?? '', period), enabled: Boolean(tree && period) }).data;
  // Another period's numbers would stand under this period's labels.
  const evaluation = answer?.tree === tree?.slug && answer?.period === period ? answer : undefined;

  // The last finished period is shown with the one that is under way.
  const last = frame.period && plus(frame.period, 1).ordinal === frame.now.ordinal ? frame.now : frame.period;
  const span = {
    code,
    grain: frame.grain,
    from: frame.period ? periodText(plus(frame.period, 1 - range)) : '',
    to: last ? periodText(last) : '',
  };
  const enabled = Boolean(kpi && frame.period);
  // Old numbers of the same KPI stay while a neighbouring range loads.
  const placeholderData = (before: Series | undefined) => (before?.kpi === code ? before : undefined);
  const actual = useQuery({ ...seriesQuery(span), enabled, placeholderData });
  const plan = useQuery({ ...seriesQuery({ ...span, scenario: 'plan' }), enabled, placeholderData });
  return { list, kpis, kpi, frame, range, ranges, tree, evaluation, actual, plan, change };
}
