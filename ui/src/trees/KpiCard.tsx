import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shell/Icon';
import { StatusMark } from '../shell/StatusMark';
import { factsOf, spokenNode } from './facts';
import type { Placed } from './layout';
import { Bullet, Change, Value } from './NodeParts';
import { Sparkline } from './Sparkline';
import { useTree } from './TreeContext';

interface Props {
  placed: Placed;
  selected: boolean;
  /** The one card that the Tab key reaches. */
  reachable: boolean;
}

function Fold({ placed, name }: { placed: Placed; name: string }) {
  const { t } = useTranslation();
  const { toggle } = useTree();
  if (placed.drivers === 0) return null;
  const label = placed.open
    ? `${t('trees.collapse')}: ${name}`
    : `+${placed.drivers}, ${t('trees.collapsed', { count: placed.drivers })}: ${name}`;
  const click = (event: MouseEvent) => {
    event.stopPropagation();
    toggle(placed.kpi);
  };
  return (
    <button
      type="button"
      className={placed.open ? 'more fold' : 'more'}
      aria-label={label}
      tabIndex={-1}
      onClick={click}
      data-testid="fold"
    >
      {placed.open ? <Icon name="left" size="xs" /> : `+${placed.drivers}`}
    </button>
  );
}

/** A KPI in full: name and status, value and its recent course, change and attainment, attainment as a bar. */
export const KpiCard = memo(function KpiCard({ placed, selected, reachable }: Props) {
  const { t } = useTranslation();
  const { forest, view } = useTree();
  const node = forest.nodes.get(placed.kpi);
  if (!node) return null;
  const facts = factsOf(node, view);
  const root = placed.parent === null;
  const classes = ['node', root && 'root', selected && 'sel', placed.influence && 'idea'].filter(Boolean).join(' ');
  return (
    <div
      role="treeitem"
      className={classes}
      style={{ height: placed.height }}
      aria-label={spokenNode(node, facts, view, placed.drivers > 0 && !placed.open)}
      aria-level={placed.level + 1}
      aria-posinset={placed.position}
      aria-setsize={placed.siblings}
      aria-selected={selected}
      aria-expanded={placed.drivers > 0 ? placed.open : undefined}
      tabIndex={reachable ? 0 : -1}
      data-kpi={node.kpi}
      data-place={placed.id}
      data-status={facts.status}
    >
      <div className="n1">
        <span className="grow cut name" title={node.name}>
          {node.name}
        </span>
        {node.parents.length > 1 ? (
          <span className="tag" title={t('trees.usedBy', { count: node.parents.length })}>
            <Icon name="link" size="xs" />
            {node.parents.length}
          </span>
        ) : null}
        <StatusMark status={facts.status} silent />
      </div>
      <div className="n2">
        <Value facts={facts} tight />
        {facts.missing ? null : (
          <Sparkline node={node} period={view.period} width={root ? 52 : 48} height={root ? 30 : 22} />
        )}
      </div>
      <div className="n3 num">
        {facts.missing ? (
          <span className="muted cut" title={facts.reason ?? undefined}>
            {facts.reason}
          </span>
        ) : facts.change || facts.share ? (
          <>
            <Change facts={facts} />
            <span className="muted">{facts.share}</span>
          </>
        ) : (
          <span className="muted">{t(placed.influence ? 'trees.influenceNoTarget' : 'status.NO_TARGET')}</span>
        )}
      </div>
      {facts.missing ? null : <Bullet attainment={facts.attainment} />}
      <Fold placed={placed} name={node.name} />
    </div>
  );
});

/** A KPI that is drawn in full elsewhere; choosing it goes there. */
export const ReferenceChip = memo(function ReferenceChip({ placed, reachable }: Omit<Props, 'selected'>) {
  const { t } = useTranslation();
  const { forest, view } = useTree();
  const node = forest.nodes.get(placed.kpi);
  if (!node) return null;
  const facts = factsOf(node, view);
  return (
    <div
      role="treeitem"
      className="chip"
      aria-label={t('trees.jump', { name: node.name })}
      aria-level={placed.level + 1}
      aria-posinset={placed.position}
      aria-setsize={placed.siblings}
      aria-selected={false}
      tabIndex={reachable ? 0 : -1}
      data-kpi-reference={node.kpi}
      data-place={placed.id}
    >
      <Icon name="link" size="xs" />
      <span className="grow cut name">{node.name}</span>
      <StatusMark status={facts.status} silent size={12} />
    </div>
  );
});
