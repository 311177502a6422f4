import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { periodText } from '../format/period';
import { Choice } from '../shell/Choice';
import { Icon } from '../shell/Icon';
import { NotFound } from '../shell/NotFound';
import { Failure, Loading, Skeleton } from '../shell/States';
import { useTitle } from '../shell/useTitle';
import { PeriodControls } from '../trees/PeriodControls';
import { ChartPanel } from './ChartPanel';
import { KpiHead } from './KpiHead';
import { Origin } from './Origin';
import { useKpiView } from './useKpiView';
import { Versions } from './Versions';

export function KpiPage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const view = useKpiView(code);
  const { list, kpi, frame, range, ranges, tree, actual, change } = view;
  useTitle(kpi?.name ?? t('kpis.title'));
  if (list.data && !kpi) return <NotFound title={t('kpis.notFound', { code })} />;
  const failed = list.error ?? frame.error ?? actual.error;
  return (
    <>
      <header className="bar">
        <span className="crumb">
          <Link to="/kpis">{t('kpis.title')}</Link>
          <Icon name="right" size="xs" />
        </span>
        <h1 className="cut">{kpi?.name}</h1>
        <span className="code muted cut wide-only">{code}</span>
        <span className="grow" />
        <span className="row wide-only">
          <PeriodControls {...frame} change={change} />
          <Choice
            label={t('kpis.range')}
            value={String(range)}
            options={[...ranges]
              .sort((a, b) => a - b)
              .map((count) => [String(count), t('kpis.rangeOf', { count })] as const)}
            onChange={(value) => change({ range: value })}
            testId="range"
          >
            {t('kpis.rangeOf', { count: range })}
          </Choice>
        </span>
      </header>
      <div className="bar-second narrow-only">
        <PeriodControls {...frame} change={change} />
      </div>
      {failed && !actual.data ? (
        <Failure error={failed} retry={() => Promise.all([list.refetch(), actual.refetch()])} />
      ) : !kpi || !frame.period ? (
        <Loading>
          <div className="page">
            <Skeleton height={64} width={320} />
            <Skeleton height={360} />
          </div>
        </Loading>
      ) : (
        <div className="page">
          <KpiHead kpi={kpi} view={view} />
          <div className="cols">
            <ChartPanel kpi={kpi} view={view} />
            <div className="stack">
              <Origin kpi={kpi} view={view} />
              <Versions kpi={kpi} />
              {tree ? (
                <Link
                  className="btn"
                  to={`/trees/${tree.slug}?sel=${code}&period=${periodText(frame.period)}`}
                  data-testid="open-in-tree"
                >
                  <Icon name="tree" />
                  {t('trees.openTree')}: {tree.name}
                </Link>
              ) : null}
            </div>
          </div>
        </div>
      )}
    </>
  );
}
