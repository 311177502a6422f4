import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Kpi } from '../api/client';
import { kpisQuery } from '../api/queries';
import { Icon } from '../shell/Icon';
import { Blank, Failure, Loading, Skeleton } from '../shell/States';
import { useTitle } from '../shell/useTitle';
import { unitText } from './unitText';

const matches = (kpi: Kpi, text: string) =>
  kpi.code.includes(text) ||
  kpi.name.toLowerCase().includes(text) ||
  (kpi.tags ?? []).some((tag) => tag.toLowerCase() === text);

function KpiTable({ kpis }: { kpis: Kpi[] }) {
  const { t } = useTranslation();
  return (
    <section className="panel list">
      <table className="tbl" data-testid="kpis">
        <thead>
          <tr>
            <th scope="col">{t('kpis.name')}</th>
            <th scope="col" className="wide-only">
              {t('kpis.code')}
            </th>
            <th scope="col" className="wide-only">
              {t('kpis.kind')}
            </th>
            <th scope="col">{t('kpis.unit')}</th>
            <th scope="col" className="wide-only">
              {t('kpis.grain')}
            </th>
          </tr>
        </thead>
        <tbody>
          {kpis.map((kpi) => (
            <tr key={kpi.code} data-kpi={kpi.code}>
              <td>
                <Link className="row-link" to={`/kpis/${kpi.code}`}>
                  {kpi.name}
                </Link>
              </td>
              <td className="code muted wide-only">{kpi.code}</td>
              <td className="soft wide-only">{kpi.formula ? t('kpis.formula') : t('kpis.input')}</td>
              <td className="soft">{unitText(kpi.unit, t)}</td>
              <td className="soft wide-only">{t(`grain.${kpi.grain}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function KpisPage() {
  const { t } = useTranslation();
  useTitle(t('kpis.title'));
  const kpis = useQuery(kpisQuery);
  const [params, setParams] = useSearchParams();
  const text = params.get('q') ?? '';
  const search = (value: string) => setParams(value ? { q: value } : {}, { replace: true });
  const found = kpis.data?.filter((kpi) => matches(kpi, text.trim().toLowerCase())) ?? [];
  return (
    <>
      <header className="bar">
        <h1>{t('kpis.title')}</h1>
        {kpis.data ? <span className="muted num">{kpis.data.length}</span> : null}
        <span className="grow" />
        <div className="find">
          <Icon name="search" />
          <input
            type="search"
            value={text}
            placeholder={t('kpis.searchHint')}
            aria-label={t('kpis.search')}
            onChange={(event) => search(event.currentTarget.value)}
          />
        </div>
      </header>
      <div className="page">
        {kpis.error && !kpis.data ? (
          <Failure error={kpis.error} retry={kpis.refetch} />
        ) : !kpis.data ? (
          <Loading>
            <Skeleton height={320} />
          </Loading>
        ) : found.length > 0 ? (
          <KpiTable kpis={found} />
        ) : text ? (
          <Blank title={t('kpis.none', { text })}>
            <button type="button" className="btn" onClick={() => search('')}>
              {t('kpis.clear')}
            </button>
          </Blank>
        ) : (
          <Blank title={t('trees.empty')}>
            <Link className="btn main-act" to="/trees">
              {t('trees.newFromTemplate')}
            </Link>
          </Blank>
        )}
      </div>
    </>
  );
}
