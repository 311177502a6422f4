import { useTranslation } from 'react-i18next';
import type { Comparison, Kpi } from '../api/client';
import type { ComparisonName } from '../api/queries';
import { favour, formatDifference, formatRate, formatShare } from '../format/change';
import { formatValue, unitSuffix } from '../format/number';
import { type Period, periodText, plus, yearBefore } from '../format/period';
import { periodLabel } from '../format/periodLabel';
import { currentLanguage } from '../i18n';
import { ChangeArrow, Icon } from '../shell/Icon';
import { Skeleton } from '../shell/States';
import { type ShownStatus, StatusWord } from '../shell/StatusMark';
import { comparisonsOf, reasonText, statusOf } from '../trees/facts';
import { valueAt } from './series';
import type { useKpiView } from './useKpiView';

type View = ReturnType<typeof useKpiView>;

interface Reference {
  name: ComparisonName;
  label: string;
  comparison: Comparison | undefined;
}

/** What the tree's evaluation says; without a tree, what the series alone can say: no attainment and no status. */
function useReferences({ evaluation, frame, actual, plan }: View, code: string): Reference[] {
  const { t } = useTranslation();
  const period = frame.period as Period;
  const node = evaluation?.nodes.find((candidate) => candidate.kpi === code);
  const value = valueAt(actual.data, periodText(period));
  const fromSeries = (name: ComparisonName): Comparison | undefined => {
    const other = name === 'previous' ? plus(period, -1) : name === 'plan' ? period : yearBefore(period);
    const reference = other ? valueAt(name === 'plan' ? plan.data : actual.data, periodText(other)) : null;
    const delta = value === null || reference === null ? null : value - reference;
    return {
      value: reference,
      delta,
      rate: delta === null || !reference ? null : delta / Math.abs(reference),
      attainment: null,
    };
  };
  return comparisonsOf(period).map((name) => {
    const other = name === 'previous' ? plus(period, -1) : yearBefore(period);
    const label =
      name === 'plan' || !other ? t(`compare.${name}`) : periodLabel(other, currentLanguage(), frame.calendar);
    return { name, label, comparison: node ? node.comparisons[name] : fromSeries(name) };
  });
}

function ReferenceFigure({ kpi, label, comparison }: Reference & { kpi: Kpi }) {
  const format = { unit: kpi.unit, decimals: kpi.decimals, language: currentLanguage() };
  const delta = comparison?.delta ?? null;
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd className="num">
        {formatValue(comparison?.value, format)}
        {delta === null ? null : (
          <small className={favour(delta, kpi.direction)}>
            {delta === 0 ? null : <ChangeArrow delta={delta} />}
            {formatDifference(delta, format)}, {formatRate(comparison?.rate)}
          </small>
        )}
      </dd>
    </div>
  );
}

export function KpiHead({ kpi, view }: { kpi: Kpi; view: View }) {
  const text = periodText(view.frame.period as Period);
  // A value that has not arrived is not a missing one: no dash before the answer.
  if (!view.actual.data?.periods.includes(text)) return <Skeleton height={64} width={420} />;
  return <Figures kpi={kpi} view={view} />;
}

function Figures({ kpi, view }: { kpi: Kpi; view: View }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { frame, evaluation, actual, kpis } = view;
  const text = periodText(frame.period as Period);
  const node = evaluation?.nodes.find((candidate) => candidate.kpi === kpi.code);
  const line = actual.data?.series[0];
  const value = valueAt(actual.data, text);
  const reason =
    value === null && line
      ? reasonText(line.reasons[text], { t, nameOf: (code) => kpis.get(code)?.name ?? code })
      : null;
  const status: ShownStatus | null = node && evaluation ? statusOf(node, evaluation.partial) : null;
  const share = node?.comparisons.plan?.attainment;
  const format = { unit: kpi.unit, decimals: kpi.decimals, language };
  const completeness = node?.completeness ?? line?.completeness[actual.data?.periods.indexOf(text) ?? -1];
  const references = useReferences(view, kpi.code);
  return (
    <div className="head">
      <div data-testid="figure" data-kpi={kpi.code}>
        <div className="fig num" title={formatValue(value, { ...format, exact: true })}>
          {formatValue(value, format)}
          {value === null ? null : <span className="suffix">{unitSuffix(kpi.unit)}</span>}
        </div>
        <div className="row">
          {status ? <StatusWord status={status} /> : null}
          {share != null && status !== 'PARTIAL' ? (
            <span className="soft">{t('change.ofPlan', { share: formatShare(share) })}</span>
          ) : null}
          {reason ? <span className="soft">{reason}</span> : null}
        </div>
      </div>
      <dl>
        {references
          .filter(({ name, comparison }) => name !== 'plan' || comparison?.value != null)
          .map((reference) => (
            <ReferenceFigure key={reference.name} kpi={kpi} {...reference} />
          ))}
      </dl>
      <span className="grow" />
      {completeness === undefined || value === null ? null : (
        <p className="row soft small">
          <Icon name={completeness >= 1 ? 'check' : 'part'} size="s" />
          {completeness >= 1 ? t('trees.complete') : t('trees.inputsThere', { share: formatShare(completeness, 0) })}
        </p>
      )}
    </div>
  );
}
