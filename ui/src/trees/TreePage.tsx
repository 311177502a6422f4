import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { kpisQuery, treesQuery } from '../api/queries';
import { parsePeriod } from '../format/period';
import { NotFound } from '../shell/NotFound';
import { Failure, Loading, Skeleton } from '../shell/States';
import { useTitle } from '../shell/useTitle';
import { Inspector } from './Inspector';
import { InspectorSheet } from './InspectorSheet';
import { Lede } from './Lede';
import { layOut } from './layout';
import { MobileRoot } from './MobileRoot';
import { Outline } from './Outline';
import { TreeBar } from './TreeBar';
import { TreeCanvas } from './TreeCanvas';
import { TreeProvider } from './TreeContext';
import { usePageKeys } from './usePageKeys';
import { useTreeModel } from './useTreeModel';
import { useTreeView } from './useTreeView';

const NARROW = '(max-width: 719px)';
const WIDE = '(min-width: 1200px)';
const atOnce = { getInitialValueInEffect: false };

function Waiting() {
  return (
    <Loading>
      <div className="page">
        <Skeleton height={28} width={420} />
        <Skeleton height="70%" />
      </div>
    </Loading>
  );
}

export function TreePage() {
  const { t } = useTranslation();
  const { slug = '' } = useParams();
  const narrow = useMediaQuery(NARROW, false, atOnce) ?? false;
  const wide = useMediaQuery(WIDE, true, atOnce) ?? true;
  const view = useTreeView(narrow);
  const trees = useQuery(treesQuery);
  const kpis = useQuery(kpisQuery);
  const tree = trees.data?.find((candidate) => candidate.slug === slug);
  const state = useTreeModel(slug, tree, kpis.data, view);
  const { model, frame, evaluation, error } = state;
  const layout = useMemo(() => (model ? layOut(model.forest, state.open) : null), [model, state.open]);
  useTitle(tree?.name ?? t('trees.title'));
  usePageKeys({ frame, view });

  if (trees.data && !tree) return <NotFound title={t('trees.notFound', { slug })} />;
  const failed = trees.error ?? kpis.error ?? error;
  const stale =
    evaluation.isPlaceholderData ||
    (model !== null && parsePeriod(evaluation.data?.period)?.ordinal !== frame.period?.ordinal);
  const onOutline = () => view.change({ view: 'outline' });
  return (
    <>
      <TreeBar slug={slug} trees={trees.data ?? []} frame={frame} view={view} compare={state.compare} narrow={narrow} />
      {failed && !model ? (
        <Failure error={failed} retry={() => Promise.all([trees.refetch(), kpis.refetch(), evaluation.refetch()])} />
      ) : !model || !layout ? (
        <Waiting />
      ) : (
        <TreeProvider value={model}>
          {narrow && view.view === 'outline' ? <MobileRoot /> : <Lede />}
          <div className={`stage${stale ? ' dim' : ''}${wide ? '' : ' single'}`}>
            {view.view === 'outline' ? (
              <Outline open={state.open} narrow={narrow} />
            ) : (
              <TreeCanvas key={slug} layout={layout} onOutline={onOutline} />
            )}
            {wide ? (
              <Inspector code={model.selected ?? model.forest.root} />
            ) : (
              <InspectorSheet code={model.selected} bottom={narrow} />
            )}
          </div>
        </TreeProvider>
      )}
    </>
  );
}
