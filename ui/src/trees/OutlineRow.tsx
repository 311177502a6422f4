import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shell/Icon';
import { StatusMark } from '../shell/StatusMark';
import { factsOf, spokenNode } from './facts';
import type { Placed } from './layout';
import { Change, Value } from './NodeParts';
import { OperatorMark } from './OperatorMark';
import { useTree } from './TreeContext';

interface Props {
  row: Placed;
  indent: number;
  narrow: boolean;
  selected: boolean;
  reachable: boolean;
}

export const OutlineRow = memo(function OutlineRow({ row, indent, narrow, selected, reachable }: Props) {
  const { t } = useTranslation();
  const { forest, view, operators, select, toggle, openKpi } = useTree();
  const node = forest.nodes.get(row.kpi);
  if (!node) return null;
  const facts = factsOf(node, view);
  const operator = row.influence ? '≈' : operators.get(row.parent ?? '')?.get(row.kpi);
  const numbers = <Value facts={facts} />;
  const change = facts.missing ? <span className="muted why">{facts.reason}</span> : <Change facts={facts} />;
  return (
    <tr
      className={selected ? 'sel' : undefined}
      aria-label={spokenNode(node, facts, view, row.drivers > 0 && !row.open)}
      aria-level={indent + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.drivers > 0 ? row.open : undefined}
      aria-selected={selected}
      tabIndex={reachable ? 0 : -1}
      data-row={row.id}
      data-kpi={row.kind === 'card' ? row.kpi : undefined}
      data-kpi-reference={row.kind === 'chip' ? row.kpi : undefined}
      data-status={facts.status}
      onClick={() => select(row.kpi)}
      onDoubleClick={() => openKpi(row.kpi)}
    >
      <td>
        <div className="nm" style={{ paddingLeft: indent * 15 }}>
          {row.drivers > 0 ? (
            <button
              type="button"
              className="tw"
              tabIndex={-1}
              aria-label={`${t(row.open ? 'trees.collapse' : 'trees.expand')}: ${node.name}`}
              onClick={(event) => {
                event.stopPropagation();
                toggle(row.kpi);
              }}
            >
              <Icon name={row.open ? 'down' : 'right'} size="s" />
            </button>
          ) : (
            <span className="tw">{row.kind === 'chip' ? <Icon name="link" size="xs" /> : null}</span>
          )}
          <span className="mo" aria-hidden="true">
            {operator ? <OperatorMark operator={operator} /> : null}
          </span>
          <StatusMark status={facts.status} silent />
          <span className="grow cut">{node.name}</span>
        </div>
      </td>
      {narrow ? (
        <td className="r mv num">
          {numbers}
          {change}
        </td>
      ) : (
        <>
          <td className="r num">{numbers}</td>
          <td className="r num">{change}</td>
          <td className="r num soft">{facts.share ?? '—'}</td>
        </>
      )}
    </tr>
  );
});
