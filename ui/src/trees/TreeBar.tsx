import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Tree } from '../api/client';
import type { ComparisonName } from '../api/queries';
import { currentLanguage } from '../i18n';
import { Choice } from '../shell/Choice';
import { Icon } from '../shell/Icon';
import { Segmented } from '../shell/Segmented';
import { againstLabel, comparisonsOf } from './facts';
import { PeriodControls } from './PeriodControls';
import type { usePeriod } from './usePeriod';
import type { useTreeView, View } from './useTreeView';

interface Props {
  slug: string;
  trees: Tree[];
  frame: ReturnType<typeof usePeriod>;
  view: ReturnType<typeof useTreeView>;
  compare: ComparisonName;
  narrow: boolean;
}

function TreeName({ slug, trees }: Pick<Props, 'slug' | 'trees'>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tree = trees.find((candidate) => candidate.slug === slug);
  if (trees.length < 2) return <h1 className="cut">{tree?.name}</h1>;
  return (
    <h1 className="cut">
      <Choice
        className="btn ghost"
        label={t('trees.switch')}
        value={slug}
        options={trees.map((candidate) => [candidate.slug, candidate.name] as const)}
        onChange={(next) => navigate(`/trees/${next}`)}
        testId="tree-switch"
      >
        <span className="cut">{tree?.name}</span>
      </Choice>
    </h1>
  );
}

function Views({ view }: Pick<Props, 'view'>) {
  const { t } = useTranslation();
  return (
    <Segmented<View>
      label={t('trees.view')}
      value={view.view}
      options={[
        { value: 'canvas', label: <Icon name="tree" />, name: t('trees.viewCanvas') },
        { value: 'outline', label: <Icon name="outline" />, name: t('trees.viewOutline') },
      ]}
      onChange={(value) => view.change({ view: value })}
    />
  );
}

function Compare({ frame, view, compare }: Pick<Props, 'frame' | 'view' | 'compare'>) {
  const { t } = useTranslation();
  const { period, calendar } = frame;
  const names = period ? comparisonsOf(period) : [];
  const label = (name: ComparisonName) =>
    period ? againstLabel(name, { t, period, language: currentLanguage(), calendar }) : t(`compare.${name}`);
  return (
    <Choice
      label={t('trees.compare')}
      value={compare}
      options={names.map(
        (name) => [name, name === 'plan' ? label(name) : `${t(`compare.${name}`)} · ${label(name)}`] as const,
      )}
      onChange={(name) => view.change({ compare: name })}
      testId="compare"
    >
      <span className="k">{t('trees.vs')}</span>
      {label(compare)}
    </Choice>
  );
}

export function TreeBar({ slug, trees, frame, view, compare, narrow }: Props) {
  const period = <PeriodControls {...frame} change={view.change} />;
  const comparison = <Compare frame={frame} view={view} compare={compare} />;
  if (narrow) {
    return (
      <>
        <header className="bar">
          <div className="grow cut">
            <TreeName slug={slug} trees={trees} />
          </div>
          {comparison}
          <Views view={view} />
        </header>
        <div className="bar-second">{period}</div>
      </>
    );
  }
  return (
    <header className="bar">
      <TreeName slug={slug} trees={trees} />
      <span className="sep" />
      {period}
      {comparison}
      <span className="grow" />
      <Views view={view} />
    </header>
  );
}
