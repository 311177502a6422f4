import { Trans } from 'react-i18next';
import { periodLabel } from '../format/periodLabel';
import { StatusMark } from '../shell/StatusMark';
import { againstLabel, factsOf } from './facts';
import { useTree } from './TreeContext';

const FACT = { fact: <b className="fact" /> };

/** One sentence of facts about the root; it claims nothing about causes. */
export function Sentence() {
  const { forest, view } = useTree();
  const node = forest.nodes.get(forest.root);
  if (!node) return null;
  const facts = factsOf(node, view);
  const period = periodLabel(view.period, view.language, view.calendar);
  const { name } = node;
  const value = facts.value + (facts.suffix ? ` ${facts.suffix}` : '');
  const share = facts.share ?? '';
  const change = facts.change ?? '';
  const against = againstLabel(view.compare, view);
  if (facts.missing) {
    return <Trans i18nKey="lede.missing" values={{ name, period, reason: facts.reason ?? '' }} components={FACT} />;
  }
  if (view.partial) return <Trans i18nKey="lede.partial" values={{ name, value, period }} components={FACT} />;
  if (view.compare === 'plan' && facts.comparison?.delta === 0) {
    return <Trans i18nKey="lede.onPlan" values={{ name, value }} components={FACT} />;
  }
  if (view.compare === 'plan' && facts.share) {
    return <Trans i18nKey="lede.attained" values={{ name, value, share }} components={FACT} />;
  }
  if (facts.comparison?.delta === 0) {
    return <Trans i18nKey="lede.same" values={{ name, value, against }} components={FACT} />;
  }
  if (facts.change) {
    return <Trans i18nKey="lede.changed" values={{ name, value, change, against }} components={FACT} />;
  }
  return <Trans i18nKey="lede.value" values={{ name, value }} components={FACT} />;
}

export function Lede() {
  const { forest, view } = useTree();
  const node = forest.nodes.get(forest.root);
  if (!node) return null;
  return (
    <div className="lede">
      <StatusMark status={factsOf(node, view).status} />
      <p className="grow cut" data-testid="lede">
        <Sentence />
      </p>
    </div>
  );
}
