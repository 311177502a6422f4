import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Kpi, Tree } from '../api/client';
import { evaluationQuery } from '../api/queries';
import { formatValue, unitSuffix } from '../format/number';
import { periodText } from '../format/period';
import { periodLabel } from '../format/periodLabel';
import { currentLanguage } from '../i18n';
import { StatusWord } from '../shell/StatusMark';
import { statusOf } from './facts';
import { usePeriod } from './usePeriod';

/** A tree with the value and status of its root in the latest finished period. */
export function TreeRow({ tree, root }: { tree: Tree; root: Kpi | undefined }) {
  const language = currentLanguage();
  const { period, calendar } = usePeriod({ code: tree.root, own: root?.grain, period: null, grain: null });
  const text = period ? periodText(period) : '';
  const answer = useQuery({ ...evaluationQuery(tree.slug, text), enabled: text !== '' }).data;
  const data = answer?.period === text ? answer : undefined;
  const node = data?.nodes.find((candidate) => candidate.kpi === tree.root);
  const suffix = node?.value == null ? '' : unitSuffix(node.unit);
  return (
    <tr data-tree={tree.slug}>
      <td>
        <Link className="row-link" to={`/trees/${tree.slug}`}>
          {tree.name}
        </Link>
      </td>
      <td className="soft wide-only">{root?.name ?? tree.root}</td>
      <td>{node && data ? <StatusWord status={statusOf(node, data.partial)} /> : null}</td>
      <td className="r num strong">
        {node ? formatValue(node.value, { unit: node.unit, decimals: node.decimals, language }) : null}
        {suffix ? <span className="suffix">{suffix}</span> : null}
      </td>
      <td className="r num soft wide-only">{period ? periodLabel(period, language, calendar) : null}</td>
    </tr>
  );
}
