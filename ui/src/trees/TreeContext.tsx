import { createContext, useContext } from 'react';
import type { Kpi } from '../api/client';
import type { Operator } from '../kpis/formula';
import type { ViewContext } from './facts';
import type { Forest } from './layout';

/** What every part of a shown tree needs; it changes with the answer or the address, never while panning. */
export interface TreeModel {
  slug: string;
  forest: Forest;
  view: ViewContext;
  kpis: Map<string, Kpi>;
  /** The operator before each driver, by parent. */
  operators: Map<string, Map<string, Operator | null>>;
  selected: string | null;
  select: (code: string | null) => void;
  toggle: (code: string, subtree?: boolean) => void;
  openKpi: (code: string) => void;
  kpiPath: (code: string) => string;
}

const Context = createContext<TreeModel | null>(null);
export const TreeProvider = Context.Provider;

export function useTree(): TreeModel {
  const model = useContext(Context);
  if (!model) throw new Error('useTree is for parts of a tree page');
  return model;
}
