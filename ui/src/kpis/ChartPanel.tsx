import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Kpi } from '../api/client';
import { parsePeriod } from '../format/period';
import { periodLabel } from '../format/periodLabel';
import { currentLanguage } from '../i18n';
import { Icon } from '../shell/Icon';
import { Skeleton } from '../shell/States';
import { SeriesTable } from './SeriesTable';
import { points } from './series';
import { useSummary } from './summary';
import type { useKpiView } from './useKpiView';

const Chart = lazy(() => import('./Chart').then((module) => ({ default: module.Chart })));
const CHART_HEIGHT = 360;

function Key({ kind, label }: { kind: 'actual' | 'plan'; label: string }) {
  return (
    <span className="row soft small key">
      <svg width="20" height="10" aria-hidden="true">
        <path className={kind} d="M1 5h18" />
      </svg>
      {label}
    </span>
  );
}

export function ChartPanel({ kpi, view }: { kpi: Kpi; view: ReturnType<typeof useKpiView> }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const [asTable, setAsTable] = useState(false);
  const { actual, plan, frame } = view;
  const shown = useMemo(() => points(actual.data, plan.data), [actual.data, plan.data]);
  const summary = useSummary(kpi, shown, frame.calendar);
  const planned = shown.some((point) => point.plan !== null);
  const label = (text: string | undefined) => {
    const period = parsePeriod(text);
    return period ? periodLabel(period, language, frame.calendar) : '';
  };
  const empty = actual.data && shown.length === 0;
  return (
    <section className="panel" aria-labelledby="chart-title">
      <header>
        <h2 id="chart-title" className="grow">
          {t(planned ? 'kpis.chart' : 'kpis.actual')}
        </h2>
        <Key kind="actual" label={t('kpis.actual')} />
        {planned ? <Key kind="plan" label={t('kpis.plan')} /> : null}
        <button
          type="button"
          className="btn ghost"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          data-testid="show-table"
        >
          <Icon name={asTable ? 'kpi' : 'table'} size="s" />
          {asTable ? t('kpis.showChart') : t('kpis.showTable')}
        </button>
      </header>
      <p className="summary soft" data-testid="summary">
        {empty
          ? t('kpis.noValues', { from: label(actual.data?.periods[0]), to: label(actual.data?.periods.at(-1)) })
          : summary}
      </p>
      <div className="chart-box">
        {!actual.data || plan.isPending ? (
          <Skeleton height={CHART_HEIGHT} />
        ) : empty ? null : asTable ? (
          <SeriesTable kpi={kpi} points={shown} calendar={frame.calendar} />
        ) : (
          <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
            <Chart kpi={kpi} points={shown} calendar={frame.calendar} height={CHART_HEIGHT} label={summary} />
          </Suspense>
        )}
      </div>
    </section>
  );
}
