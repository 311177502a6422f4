import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { Suspense } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { vi } from 'vitest';
import { routes } from '../App';
import { queryClient } from '../api/queryClient';
import { signInPath } from '../auth/session';

type Answer = { status?: number; body: unknown };
export type Answers = Record<string, (request: { url: URL; body: unknown }) => Answer>;

/** Stands in for the server at the network: `GET /api/v1/me` → answer. Anything else is a 404 problem. */
export function stubServer(answers: Answers) {
  const calls: { key: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    const text = await request.text();
    const body = text ? JSON.parse(text) : undefined;
    const key = `${request.method} ${url.pathname}`;
    calls.push({ key, body });
    const answer = answers[key]?.({ url, body }) ?? { status: 404, body: { title: 'Not found', status: 404 } };
    const status = answer.status ?? 200;
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    return new Response(status === 204 ? null : JSON.stringify(answer.body), {
      status,
      headers: { 'Content-Type': type },
    });
  });
  return calls;
}

/** The whole app at an address. */
export function renderApp(path: string) {
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const queries = queryClient(() => {
    const { pathname, search } = router.state.location;
    if (pathname !== '/signin') router.navigate(signInPath(pathname + search));
  });
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, router };
}
