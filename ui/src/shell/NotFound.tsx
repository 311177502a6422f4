import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Blank } from './States';

export function NotFound({ title }: { title?: string }) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <Blank title={title ?? t('errors.pageMissing')}>
        <Link className="btn" to="/trees">
          {t('errors.home')}
        </Link>
      </Blank>
    </div>
  );
}
