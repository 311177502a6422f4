import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { currentLanguage } from '../i18n';
import { client, type Grain, type Kpi, type Template, type Tree, unwrap } from './client';
import { seriesLimit } from './limit';

const PAGE = 500;
/** What every view of a tree may show beside a value, asked for in one evaluation. */
export const COMPARISONS = ['plan', 'previous', 'same_period_last_year'] as const;
export type ComparisonName = (typeof COMPARISONS)[number];

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

async function allPages<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const next = await page(cursor);
    items.push(...next.items);
    cursor = next.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/me', { signal })),
  staleTime: 5 * 60_000,
});

/** As a person looks for them; the server's order is the one of codes. */
const byName = <T extends { name: string }>(items: T[]) =>
  items.toSorted((a, b) => a.name.localeCompare(b.name, currentLanguage(), { numeric: true }));

export const kpisQuery = queryOptions({
  queryKey: ['kpis'],
  queryFn: ({ signal }) =>
    allPages<Kpi>((cursor) =>
      unwrap(client.GET('/api/v1/kpis', { params: { query: { limit: PAGE, cursor } }, signal })),
    ).then(byName),
});

export const treesQuery = queryOptions({
  queryKey: ['trees'],
  queryFn: ({ signal }) =>
    allPages<Tree>((cursor) =>
      unwrap(client.GET('/api/v1/trees', { params: { query: { limit: PAGE, cursor } }, signal })),
    ).then(byName),
});

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) =>
    allPages<Template>((cursor) =>
      unwrap(client.GET('/api/v1/templates', { params: { query: { limit: PAGE, cursor } }, signal })),
    ),
});

export const versionsQuery = (code: string) =>
  queryOptions({
    queryKey: ['versions', code],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/kpis/{code}/versions', { params: { path: { code }, query: { limit: 20 } }, signal })),
  });

export const evaluationQuery = (slug: string, period: string) =>
  queryOptions({
    queryKey: ['evaluation', slug, period],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/trees/{slug}/evaluation', {
          params: { path: { slug }, query: { period, compare: COMPARISONS.join(',') } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export interface SeriesRequest {
  code: string;
  from: string;
  to: string;
  grain: Grain;
  scenario?: string;
}

export const seriesQuery = ({ code, from, to, grain, scenario = 'actual' }: SeriesRequest) =>
  queryOptions({
    queryKey: ['series', code, grain, from, to, scenario],
    queryFn: ({ signal }) =>
      seriesLimit(
        () =>
          unwrap(
            client.GET('/api/v1/kpis/{code}/series', {
              params: { path: { code }, query: { from, to, grain, scenario } },
              signal,
            }),
          ),
        signal,
      ),
  });
