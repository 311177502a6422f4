import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { kpisQuery, treesQuery } from '../api/queries';
import { Blank, Failure, Loading, Skeleton } from '../shell/States';
import { useTitle } from '../shell/useTitle';
import { Templates } from './Templates';
import { TreeRow } from './TreeRow';

function TreeTable() {
  const { t } = useTranslation();
  const trees = useQuery(treesQuery);
  const kpis = useQuery(kpisQuery);
  return (
    <section className="panel list">
      <table className="tbl" data-testid="trees">
        <thead>
          <tr>
            <th scope="col">{t('trees.tree')}</th>
            <th scope="col" className="wide-only">
              {t('trees.root')}
            </th>
            <th scope="col">{t('trees.status')}</th>
            <th scope="col" className="r">
              {t('trees.value')}
            </th>
            <th scope="col" className="r wide-only">
              {t('trees.period')}
            </th>
          </tr>
        </thead>
        <tbody>
          {trees.data?.map((tree) => (
            <TreeRow key={tree.slug} tree={tree} root={kpis.data?.find((kpi) => kpi.code === tree.root)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function TreesPage() {
  const { t } = useTranslation();
  useTitle(t('trees.title'));
  const trees = useQuery(treesQuery);
  return (
    <>
      <header className="bar">
        <h1>{t('trees.title')}</h1>
      </header>
      <div className="page">
        {trees.error && !trees.data ? (
          <Failure error={trees.error} retry={trees.refetch} />
        ) : !trees.data ? (
          <Loading>
            <Skeleton height={180} />
          </Loading>
        ) : trees.data.length > 0 ? (
          <>
            <TreeTable />
            <section>
              <Templates heading={t('trees.newFromTemplate')} />
            </section>
          </>
        ) : (
          <Blank title={t('trees.empty')}>
            <Templates />
          </Blank>
        )}
      </div>
    </>
  );
}
