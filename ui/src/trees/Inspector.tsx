import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TreeNode } from '../api/client';
import { favour, formatDifference, formatRate, formatShare } from '../format/change';
import { formatValue } from '../format/number';
import { Icon } from '../shell/Icon';
import { StatusWord } from '../shell/StatusMark';
import { FormulaBlock } from './FormulaBlock';
import { againstLabel, comparisonsOf, factsOf } from './facts';
import { Value } from './NodeParts';
import { Sparkline } from './Sparkline';
import { useTree } from './TreeContext';

function Comparisons({ node }: { node: TreeNode }) {
  const { t } = useTranslation();
  const { view } = useTree();
  const format = { unit: node.unit, decimals: node.decimals, language: view.language };
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th scope="col">{t('trees.against')}</th>
          <th scope="col" className="r">
            {t('trees.value')}
          </th>
          <th scope="col" className="r" colSpan={2}>
            {t('trees.difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {comparisonsOf(view.period).map((name) => {
          const comparison = node.comparisons[name];
          if (name === 'plan' && comparison?.value == null) return null;
          const tone = view.partial ? 'neutral' : favour(comparison?.delta, node.direction);
          return (
            <tr key={name} data-comparison={name}>
              <th scope="row">{againstLabel(name, view)}</th>
              <td className="r num">{formatValue(comparison?.value, format)}</td>
              <td className={`r num strong ${tone}`}>{formatDifference(comparison?.delta, format)}</td>
              <td className={`r num ${tone}`}>{formatRate(comparison?.rate)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Completeness({ node }: { node: TreeNode }) {
  const { t } = useTranslation();
  const complete = node.completeness >= 1;
  return (
    <p className="row soft">
      <Icon name={complete ? 'check' : 'part'} size="s" />
      {complete ? t('trees.complete') : t('trees.inputsThere', { share: formatShare(node.completeness, 0) })}
    </p>
  );
}

/** Everything the evaluation says about one KPI. */
export function InspectorBody({ node }: { node: TreeNode }) {
  const { t } = useTranslation();
  const { view } = useTree();
  const facts = factsOf(node, view);
  const share = node.comparisons.plan?.attainment;
  return (
    <>
      <section>
        <h2>{node.name}</h2>
        <div className="row" style={{ alignItems: 'flex-end' }}>
          <div className="grow">
            <div className="big">
              <Value facts={facts} />
            </div>
            <p className="row status-line">
              <StatusWord status={facts.status} />
              {share != null && !view.partial ? (
                <span className="soft">{t('change.ofPlan', { share: formatShare(share) })}</span>
              ) : null}
              {facts.reason ? <span className="soft">{facts.reason}</span> : null}
            </p>
          </div>
          {facts.missing ? null : <Sparkline node={node} period={view.period} width={104} height={42} />}
        </div>
      </section>
      <section>
        <Comparisons node={node} />
      </section>
      <section>
        <FormulaBlock node={node} />
      </section>
      <section>
        <h3>{t('trees.data')}</h3>
        <Completeness node={node} />
        {facts.missing || facts.exact === facts.value ? null : <p className="muted num exact">{facts.exact}</p>}
      </section>
    </>
  );
}

export function Inspector({ code }: { code: string }) {
  const { t } = useTranslation();
  const { forest, kpiPath } = useTree();
  const node = forest.nodes.get(code);
  if (!node) return null;
  return (
    <section
      className="insp"
      aria-label={t('trees.details', { name: node.name })}
      data-testid="inspector"
      data-kpi-inspected={code}
    >
      <div className="insp-body">
        <InspectorBody node={node} />
      </div>
      <div className="insp-foot">
        <Link className="btn grow" to={kpiPath(code)}>
          {t('trees.openKpi')} <span className="kbd">↵</span>
        </Link>
      </div>
    </section>
  );
}
