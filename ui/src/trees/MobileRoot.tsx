import { useTranslation } from 'react-i18next';
import { StatusMark } from '../shell/StatusMark';
import { factsOf } from './facts';
import { Sentence } from './Lede';
import { Bullet, Value } from './NodeParts';
import { Sparkline } from './Sparkline';
import { useTree } from './TreeContext';

/** The root above the outline of a small screen. */
export function MobileRoot() {
  const { t } = useTranslation();
  const { forest, view, select } = useTree();
  const node = forest.nodes.get(forest.root);
  if (!node) return null;
  const facts = factsOf(node, view);
  const status = t(`status.${facts.status}`);
  return (
    <section className="mk" data-kpi-root={node.kpi}>
      <button type="button" className="mk-figure" onClick={() => select(node.kpi)}>
        <span className="visually-hidden">{t('trees.details', { name: node.name })}</span>
        <span className="grow">
          <span className="row soft strong">
            <StatusMark status={facts.status} silent />
            {status}
            {view.compare === 'plan' && facts.share ? `, ${t('change.ofPlan', { share: facts.share })}` : ''}
          </span>
          <span className="fig">
            <Value facts={facts} />
          </span>
        </span>
        <Sparkline node={node} period={view.period} width={96} height={40} />
      </button>
      <Bullet attainment={facts.attainment} />
      <p className="soft" data-testid="lede">
        <Sentence />
      </p>
    </section>
  );
}
