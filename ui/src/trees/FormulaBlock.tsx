import { useTranslation } from 'react-i18next';
import type { TreeNode } from '../api/client';
import { formatValue, MISSING } from '../format/number';
import { tokens, written } from '../kpis/formula';
import { useTree } from './TreeContext';

/** Functions that look at other periods: this period's numbers put into them would be wrong. */
const OTHER_PERIODS = /^(prev|same_period_last_year|rolling_\w+|to_date|share_of)$/;

/** The formula as written, and with the period's numbers put in where that is what was computed. */
export function FormulaBlock({ node }: { node: TreeNode }) {
  const { t } = useTranslation();
  const { kpis, forest, view } = useTree();
  const kpi = kpis.get(node.kpi);
  const formula = kpi?.formula;
  if (!kpi || !formula) {
    return (
      <>
        <h3>{t('trees.formula')}</h3>
        <p className="soft">{t('trees.formulaInput')}</p>
      </>
    );
  }
  const looksAround = tokens(formula).some((token) => token.kind === 'word' && OTHER_PERIODS.test(token.text));
  const holds = !looksAround && (kpi.rollup === 'RECOMPUTE' || kpi.grain === view.period.grain);
  const number = (code: string) => {
    const driver = forest.nodes.get(code);
    return driver
      ? formatValue(driver.value, { unit: driver.unit, decimals: driver.decimals, language: view.language })
      : MISSING;
  };
  const value = formatValue(node.value, { unit: node.unit, decimals: node.decimals, language: view.language });
  return (
    <>
      <h3>
        <span>{t('trees.formula')}</span>
        <span className="num">{t('kpis.version', { version: kpi.version })}</span>
      </h3>
      <p className="code soft formula">{formula}</p>
      {holds ? (
        <p className="eq num strong" data-testid="formula-numbers">
          {written(formula, number).map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one formula have no other identity
            <span key={index} className={piece.quiet ? 'o' : undefined}>
              {piece.text}
            </span>
          ))}
          <span className="o">=</span>
          <span>{value}</span>
        </p>
      ) : null}
    </>
  );
}
