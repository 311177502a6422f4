import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { queryClient } from './api/queryClient';
import { SignInPage } from './auth/SignInPage';
import { SignUpPage } from './auth/SignUpPage';
import { signInPath } from './auth/session';
import i18n from './i18n';
import { KpisPage } from './kpis/KpisPage';
import { AppShell } from './shell/AppShell';
import { Crash } from './shell/Crash';
import { NotFound } from './shell/NotFound';
import { useShownTheme } from './shell/theme';
import { TreesPage } from './trees/TreesPage';

const TreePage = lazy(() => import('./trees/TreePage').then((module) => ({ default: module.TreePage })));
const KpiPage = lazy(() => import('./kpis/KpiPage').then((module) => ({ default: module.KpiPage })));

export const routes = [
  { path: '/signin', element: <SignInPage />, errorElement: <Crash /> },
  { path: '/signup', element: <SignUpPage />, errorElement: <Crash /> },
  {
    element: <AppShell />,
    errorElement: <Crash />,
    children: [
      { path: '/', element: <Navigate to="/trees" replace /> },
      { path: '/trees', element: <TreesPage /> },
      {
        path: '/trees/:slug',
        element: (
          <Suspense>
            <TreePage />
          </Suspense>
        ),
      },
      { path: '/kpis', element: <KpisPage /> },
      {
        path: '/kpis/:code',
        element: (
          <Suspense>
            <KpiPage />
          </Suspense>
        ),
      },
      { path: '*', element: <NotFound /> },
    ],
  },
];

export function createApp() {
  const router = createBrowserRouter(routes);
  const queries = queryClient(() => {
    const { pathname, search } = router.state.location;
    if (pathname !== '/signin' && pathname !== '/signup') router.navigate(signInPath(pathname + search));
  });
  return { router, queries };
}

export function App() {
  const [{ router, queries }] = useState(createApp);
  const scheme = useShownTheme();
  useEffect(() => {
    const reload = () => queries.invalidateQueries();
    i18n.on('languageChanged', reload);
    return () => i18n.off('languageChanged', reload);
  }, [queries]);
  return (
    <MantineProvider forceColorScheme={scheme} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
