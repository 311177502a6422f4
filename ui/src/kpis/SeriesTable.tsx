import { useTranslation } from 'react-i18next';
import type { Kpi } from '../api/client';
import { favour, formatDifference } from '../format/change';
import { formatValue } from '../format/number';
import { type FiscalCalendar, parsePeriod } from '../format/period';
import { periodLabel } from '../format/periodLabel';
import { currentLanguage } from '../i18n';
import type { Point } from './series';

interface Props {
  kpi: Kpi;
  points: Point[];
  calendar: FiscalCalendar;
}

/** The chart's numbers, newest first, exact. */
export function SeriesTable({ kpi, points, calendar }: Props) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const format = { unit: kpi.unit, decimals: kpi.decimals, language };
  const planned = points.some((point) => point.plan !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-labelledby="chart-title">
      <table className="tbl" data-testid="series-table">
        <thead>
          <tr>
            <th scope="col">{t('trees.period')}</th>
            <th scope="col" className="r">
              {t('kpis.actual')}
            </th>
            {planned ? (
              <>
                <th scope="col" className="r">
                  {t('kpis.plan')}
                </th>
                <th scope="col" className="r">
                  {t('trees.difference')}
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map(({ period, actual, plan, partial }) => {
            const parsed = parsePeriod(period);
            const delta = actual === null || plan === null || partial ? null : actual - plan;
            return (
              <tr key={period} data-period={period}>
                <th scope="row">
                  {parsed ? periodLabel(parsed, language, calendar) : period}
                  {partial ? <span className="tag">{t('status.PARTIAL')}</span> : null}
                </th>
                <td className="r num strong">{formatValue(actual, { ...format, exact: true })}</td>
                {planned ? (
                  <>
                    <td className="r num soft">{formatValue(plan, { ...format, exact: true })}</td>
                    <td className={`r num ${favour(delta, kpi.direction)}`}>{formatDifference(delta, format)}</td>
                  </>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
