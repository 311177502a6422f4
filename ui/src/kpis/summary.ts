import { useTranslation } from 'react-i18next';
import type { Kpi } from '../api/client';
import { formatDifference, formatRate } from '../format/change';
import { formatValue, unitSuffix } from '../format/number';
import { type FiscalCalendar, parsePeriod } from '../format/period';
import { periodLabel } from '../format/periodLabel';
import { currentLanguage } from '../i18n';
import type { Point } from './series';

/** The one sentence before the chart: from where to where, over finished periods only. */
export function useSummary(kpi: Kpi, shown: Point[], calendar: FiscalCalendar): string {
  const { t } = useTranslation();
  const language = currentLanguage();
  const format = { unit: kpi.unit, decimals: kpi.decimals, language };
  const label = (text: string) => {
    const period = parsePeriod(text);
    return period ? periodLabel(period, language, calendar) : text;
  };
  const finished = shown.filter((point) => !point.partial && point.actual !== null);
  const first = finished[0];
  const last = finished.at(-1);
  if (!first || !last || first.actual === null || last.actual === null) return '';
  if (first === last) {
    return t('kpis.summaryOne', { name: kpi.name, last: formatValue(last.actual, format), to: label(last.period) });
  }
  const unit = unitSuffix(kpi.unit);
  const delta = last.actual - first.actual;
  const relative = kpi.unit.type !== 'PERCENT' && first.actual !== 0;
  return t('kpis.summary', {
    name: kpi.name,
    from: label(first.period),
    to: label(last.period),
    first: formatValue(first.actual, format),
    last: formatValue(last.actual, format) + (unit ? ` ${unit}` : ''),
    change: relative ? formatRate(delta / Math.abs(first.actual)) : formatDifference(delta, format),
  });
}
