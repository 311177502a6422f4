import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Evaluation, Kpi, Tree } from '../api/client';
import { type ComparisonName, evaluationQuery } from '../api/queries';
import { parsePeriod, periodText } from '../format/period';
import { currentLanguage } from '../i18n';
import { operators } from '../kpis/formula';
import type { ViewContext } from './facts';
import { type Forest, forest, openAtFirst } from './layout';
import type { TreeModel } from './TreeContext';
import { usePeriod } from './usePeriod';
import type { useTreeView } from './useTreeView';

/** The plan where there is one; a tree without any plan compares with the period before. */
function comparisonFor(asked: ComparisonName | null, evaluation: Evaluation | undefined): ComparisonName {
  if (asked) return asked;
  const planned = evaluation?.nodes.some((node) => node.comparisons.plan?.value != null) ?? true;
  return planned ? 'plan' : 'previous';
}

function below({ drivers }: Forest, code: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(code)) {
    seen.add(code);
    for (const driver of drivers.get(code) ?? []) below({ drivers } as Forest, driver.code, seen);
  }
  return seen;
}

/** Brings the answers, the address and the language together into what the parts of the page share. */
export function useTreeModel(
  slug: string,
  tree: Tree | undefined,
  list: Kpi[] | undefined,
  view: ReturnType<typeof useTreeView>,
) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const language = currentLanguage();
  const kpis = useMemo(() => new Map(list?.map((kpi) => [kpi.code, kpi])), [list]);
  const root = tree ? kpis.get(tree.root) : undefined;
  const frame = usePeriod({ code: tree?.root, own: root?.grain, period: view.period, grain: view.grain });
  const period = frame.period ? periodText(frame.period) : '';
  const evaluation = useQuery({ ...evaluationQuery(slug, period), enabled: period !== '' });
  const data = evaluation.data?.tree === slug ? evaluation.data : undefined;
  const compare = comparisonFor(view.compare, data);
  const shape = useMemo(() => (data ? forest(data) : null), [data]);
  const open = useMemo(
    () => view.open ?? (shape ? openAtFirst(shape, view.selected) : new Set<string>()),
    [view.open, view.selected, shape],
  );
  const { change, selected } = view;

  const select = useCallback((code: string | null) => change({ sel: code }), [change]);
  const toggle = useCallback(
    (code: string, subtree = false) => {
      if (!shape) return;
      const next = new Set(open);
      const opening = !open.has(code);
      for (const each of subtree ? below(shape, code) : [code]) {
        if (!shape.drivers.get(each)?.length) continue;
        if (opening) next.add(each);
        else next.delete(each);
      }
      change({ open: [...next].join(',') });
    },
    [change, open, shape],
  );
  const kpiPath = useCallback((code: string) => `/kpis/${code}?period=${period}`, [period]);
  const openKpi = useCallback((code: string) => navigate(kpiPath(code)), [navigate, kpiPath]);

  const model = useMemo((): TreeModel | null => {
    if (!data || !shape) return null;
    const shownPeriod = parsePeriod(data.period);
    if (!shownPeriod) return null;
    const nameOf = (code: string) => shape.nodes.get(code)?.name ?? kpis.get(code)?.name ?? code;
    const context: ViewContext = {
      t,
      language,
      calendar: frame.calendar,
      period: shownPeriod,
      partial: data.partial,
      compare,
      nameOf,
    };
    return {
      slug,
      forest: shape,
      view: context,
      kpis,
      operators: new Map([...shape.nodes.keys()].map((code) => [code, operators(kpis.get(code)?.formula)])),
      selected: selected && shape.nodes.has(selected) ? selected : null,
      select,
      toggle,
      openKpi,
      kpiPath,
    };
  }, [data, shape, kpis, t, language, frame.calendar, compare, slug, selected, select, toggle, openKpi, kpiPath]);

  return { model, frame, evaluation, compare, open, error: evaluation.error ?? frame.error };
}
