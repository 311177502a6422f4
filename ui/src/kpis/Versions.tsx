import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Kpi } from '../api/client';
import { meQuery, versionsQuery } from '../api/queries';
import { currentLanguage } from '../i18n';

export function Versions({ kpi }: { kpi: Kpi }) {
  const { t } = useTranslation();
  const timeZone = useQuery(meQuery).data?.tenant.timeZone;
  const { data } = useQuery(versionsQuery(kpi.code));
  const tag = currentLanguage() === 'en' ? 'en-GB' : currentLanguage();
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="versions-title">
      <header>
        <h2 id="versions-title">{t('kpis.versions')}</h2>
      </header>
      <ol className="panel-body versions" data-testid="versions">
        {data.items.map((version) => (
          <li key={version.version}>
            <span className="tag">{t('kpis.version', { version: version.version })}</span>
            <span className="code soft cut grow" title={version.definition.formula ?? undefined}>
              {version.definition.formula ?? t('kpis.input')}
            </span>
            <time className="muted small" dateTime={version.createdAt}>
              {date.format(new Date(version.createdAt))}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
