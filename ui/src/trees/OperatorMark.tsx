import type { Operator } from '../kpis/formula';

const PATHS: Partial<Record<Operator | '≈', string>> = {
  '+': 'M1 4h6M4 1v6',
  '−': 'M1 4h6',
  '×': 'M1.5 1.500l5 5M6.500 1.500l-5 5',
  '÷': 'M1 4h6M4 1.200v.1M4 6.700v.1',
  '≈': 'M1 3c1-1.300 2-1.300 3 0s2 1.300 3 0M1 5.600c1-1.300 2-1.300 3 0s2 1.300 3 0',
};

/** Drawn, since no font here has every operator at the same weight. */
export function OperatorMark({ operator }: { operator: Operator | '≈' }) {
  const path = PATHS[operator];
  if (!path) return <em>f</em>;
  return (
    <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
