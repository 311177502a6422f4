import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Failure } from './States';

/** The last resort when a page throws while it is drawn. */
export function Crash() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <main className="page" aria-label={t('errors.broken')}>
      <Failure error={error} retry={() => window.location.reload()} />
    </main>
  );
}
