import createClient, { type Middleware } from 'openapi-fetch';
import i18n from '../i18n';
import { ProblemError, problemFrom } from './problem';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Kpi = Schemas['Kpi'];
export type Unit = Schemas['Unit'];
export type Grain = Schemas['Grain'];
export type Tree = Schemas['Tree'];
export type Me = Schemas['Me'];
export type Template = Schemas['Template'];
export type Series = Schemas['Series'];
export type Evaluation = Schemas['Evaluation'];
export type TreeNode = Evaluation['nodes'][number];
export type TreeEdge = Evaluation['edges'][number];
export type Comparison = Schemas['Comparison'];
export type MissingReason = Schemas['MissingReason'];
export type Direction = Schemas['Direction'];
export type Status = NonNullable<Comparison['status']>;

const language: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', i18n.language);
    return request;
  },
};

export const client = createClient<paths>({
  baseUrl: globalThis.location.origin,
  credentials: 'same-origin',
  // Looked up on every call, so that a test can stand in at the network boundary.
  fetch: (request) => globalThis.fetch(request),
});
client.use(language);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; otherwise throws the problem, also when the network itself failed. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch(() => {
    throw new ProblemError({ type: '/problems/network', title: i18n.t('errors.offline'), status: 0 });
  });
  if (response.ok) return data as T;
  throw problemFrom(response.status, error);
}
