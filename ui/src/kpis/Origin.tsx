import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Kpi } from '../api/client';
import { seriesQuery } from '../api/queries';
import { formatValue, unitSuffix } from '../format/number';
import { type Period, periodText } from '../format/period';
import { currentLanguage } from '../i18n';
import { OperatorMark } from '../trees/OperatorMark';
import { operators } from './formula';
import { valueAt } from './series';
import type { useKpiView } from './useKpiView';

type View = ReturnType<typeof useKpiView>;

/** A driver with its value in the period, from the evaluated tree where there is one. */
function Driver({ code, parent, view }: { code: string; parent: Kpi; view: View }) {
  const { kpis, evaluation, frame, tree } = view;
  const kpi = kpis.get(code);
  const period = periodText(frame.period as Period);
  const node = evaluation?.nodes.find((candidate) => candidate.kpi === code);
  const alone = useQuery({
    ...seriesQuery({ code, from: period, to: period, grain: frame.grain }),
    enabled: !tree && kpi !== undefined,
  });
  const arrived = node !== undefined || alone.data !== undefined;
  const value = node ? node.value : valueAt(alone.data, period);
  const operator = operators(parent.formula).get(code);
  return (
    <li>
      <span className="rail">{operator ? <OperatorMark operator={operator} /> : null}</span>
      <span>
        <Link className="row-link" to={`/kpis/${code}?period=${period}`}>
          {kpi?.name ?? code}
        </Link>
        <br />
        <span className="code muted">{kpi?.formula ?? code}</span>
      </span>
      <span className="num strong" data-kpi={code}>
        {kpi && arrived
          ? formatValue(value, { unit: kpi.unit, decimals: kpi.decimals, language: currentLanguage() })
          : null}
        {kpi && arrived && value != null ? <span className="suffix">{unitSuffix(kpi.unit)}</span> : null}
      </span>
    </li>
  );
}

export function Origin({ kpi, view }: { kpi: Kpi; view: View }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="origin-title">
      <header>
        <h2 id="origin-title" className="grow">
          {t('kpis.origin')}
        </h2>
        <span className="tag">{t('kpis.version', { version: kpi.version })}</span>
      </header>
      <div className="panel-body">
        {kpi.formula ? (
          <>
            <p className="code soft formula" data-testid="formula">
              {kpi.formula}
            </p>
            <ul className="trace">
              {kpi.references.map((code) => (
                <Driver key={code} code={code} parent={kpi} view={view} />
              ))}
            </ul>
          </>
        ) : (
          <p className="soft">{t('kpis.noReferences')}</p>
        )}
        {kpi.description ? <p className="soft description">{kpi.description}</p> : null}
      </div>
    </section>
  );
}
