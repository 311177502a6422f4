import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation } from 'react-router';
import { meQuery, treesQuery } from '../api/queries';
import { Icon, type IconName } from './Icon';
import { isTyping } from './keys';
import { useRail } from './rail';
import { Loading, Skeleton } from './States';
import { initials, UserMenu } from './UserMenu';

const PAGES: readonly (readonly [path: string, icon: IconName, label: 'trees' | 'kpis'])[] = [
  ['/trees', 'tree', 'trees'],
  ['/kpis', 'kpi', 'kpis'],
];
/** More pinned trees than this would push the account out of the navigation. */
const PINNED = 12;

function Navigation({ railed }: { railed: boolean }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const me = useQuery(meQuery);
  const trees = useQuery(treesQuery);
  const tenant = me.data?.tenant.name ?? '';
  return (
    <nav className="nav" aria-label={t('nav.main')}>
      <div className="org">
        <span className="mark" aria-hidden="true">
          {initials(tenant).slice(0, 1)}
        </span>
        <span className="grow cut label" data-testid="tenant-name">
          {tenant}
        </span>
      </div>
      {PAGES.map(([path, icon, label]) => (
        <div key={path} style={{ display: 'contents' }}>
          <NavLink
            to={path}
            className={
              pathname === path || (pathname.startsWith(`${path}/`) && (railed || label === 'kpis')) ? 'on' : ''
            }
            aria-label={t(`nav.${label}`)}
            title={railed ? t(`nav.${label}`) : undefined}
          >
            <Icon name={icon} />
            <span className="label">{t(`nav.${label}`)}</span>
          </NavLink>
          {label === 'trees' && trees.data?.length ? (
            <div className="pins">
              {trees.data.slice(0, PINNED).map((tree) => (
                <NavLink
                  key={tree.slug}
                  to={`/trees/${tree.slug}`}
                  className={({ isActive }) => (isActive ? 'pin on' : 'pin')}
                >
                  <span className="cut">{tree.name}</span>
                </NavLink>
              ))}
            </div>
          ) : null}
        </div>
      ))}
      <div className="end">
        <UserMenu variant="nav" />
      </div>
    </nav>
  );
}

function BottomTabs() {
  const { t } = useTranslation();
  return (
    <nav className="tabs-bottom" aria-label={t('nav.main')}>
      {PAGES.map(([path, icon, label]) => (
        <NavLink key={path} to={path} className={({ isActive }) => (isActive ? 'on' : '')}>
          <Icon name={icon} />
          {t(`nav.${label}`)}
        </NavLink>
      ))}
      <UserMenu variant="tab" />
    </nav>
  );
}

/** The frame of every signed-in page. Nothing is shown before it is known who is signed in. */
export function AppShell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const me = useQuery(meQuery);
  const { railed, toggle } = useRail(/^\/trees\/./.test(pathname));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === '[' && !event.ctrlKey && !event.metaKey && !isTyping(event)) toggle();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [toggle]);

  if (!me.data) {
    return (
      <div className="app">
        <span />
        <div className="main">
          <Loading>
            <div className="page">
              <Skeleton height={32} width={220} />
              <Skeleton height={240} />
            </div>
          </Loading>
        </div>
      </div>
    );
  }
  return (
    <div className={railed ? 'app railed' : 'app'}>
      <a className="btn skip" href="#content">
        {t('app.skip')}
      </a>
      <Navigation railed={railed} />
      <main className="main" id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <BottomTabs />
    </div>
  );
}
