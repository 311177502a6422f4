import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { COMPARISONS, type ComparisonName } from '../api/queries';

export type View = 'canvas' | 'outline';

/** What is shown of a tree, held in the address. Selecting replaces history; opening a page pushes. */
export function useTreeView(narrow: boolean) {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (entries: Record<string, string | null>) => {
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
      );
    },
    [setParams],
  );
  const compare: ComparisonName | null = COMPARISONS.find((name) => name === params.get('compare')) ?? null;
  const asked = params.get('view');
  const view: View = asked === 'outline' || asked === 'canvas' ? asked : narrow ? 'outline' : 'canvas';
  const opened = params.get('open');
  const open = useMemo(() => (opened === null ? null : new Set(opened.split(',').filter(Boolean))), [opened]);
  return {
    period: params.get('period'),
    grain: params.get('grain'),
    selected: params.get('sel'),
    compare,
    view,
    open,
    change,
  };
}
