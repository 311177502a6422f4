import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem';

export function Blank({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="blank">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What failed, that nothing is lost, and what to do. */
export function Failure({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { t } = useTranslation();
  const { problem } = asProblem(error);
  return (
    <div className="blank" role="alert">
      <h2>{problem.title || t('errors.load')}</h2>
      {problem.detail && problem.detail !== problem.title ? <p>{problem.detail}</p> : null}
      {retry ? (
        <button type="button" className="btn" onClick={() => retry()}>
          {t('errors.retry')}
        </button>
      ) : null}
      {problem.traceId ? <small className="muted code">{t('errors.trace', { id: problem.traceId })}</small> : null}
    </div>
  );
}

/** Stands where the layout will be; shows only when loading takes long enough to notice. */
export function Skeleton({ height, width }: { height: number | string; width?: number | string }) {
  return <div className="skeleton" style={{ height, width }} aria-hidden="true" />;
}

export function Loading({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div role="status" style={{ display: 'contents' }}>
      <span className="visually-hidden">{t('loading')}</span>
      {children}
    </div>
  );
}
