import type { Evaluation, Kpi, Series, Unit } from '../api/client';
import { parsePeriod, periodText, plus } from '../format/period';
import type { Answers } from './render';

const KRW: Unit = { type: 'CURRENCY', currency: 'KRW' };

function kpi(code: string, name: string, unit: Unit, formula: string | null, references: string[] = []): Kpi {
  return {
    code,
    name,
    unit,
    formula,
    references,
    description: null,
    decimals: null,
    grain: 'MONTH',
    rollup: 'RECOMPUTE',
    memberRollup: 'SUM',
    missing: { policy: 'NULL' },
    direction: { type: 'UP' },
    thresholds: { amber: 1, red: 0.9 },
    dimensions: [],
    owner: null,
    tags: [],
    proration: 'CALENDAR_DAYS',
    effectiveFrom: null,
    earlierFormulas: [],
    version: 3,
    updatedAt: '2026-01-01T00:00:00Z',
  };
}

const KPIS: Kpi[] = [
  kpi('sales', 'Sales', KRW, 'orders * basket', ['orders', 'basket']),
  kpi('orders', 'Orders', { type: 'COUNT' }, null),
  kpi('basket', 'Basket', KRW, null),
];
const VALUES: Record<string, number | null> = { sales: 1_840_000_000, orders: 4600, basket: 400_000 };
const PLANS: Record<string, number> = { sales: 1_891_000_000, orders: 4600, basket: 411_000 };

function node(code: string, depth: number, children: string[]): Evaluation['nodes'][number] {
  const value = VALUES[code] ?? null;
  const plan = PLANS[code] ?? 0;
  const delta = value === null ? null : value - plan;
  const attainment = value === null ? null : value / plan;
  return {
    kpi: code,
    name: KPIS.find((each) => each.code === code)?.name ?? code,
    unit: KPIS.find((each) => each.code === code)?.unit ?? KRW,
    direction: { type: 'UP' },
    depth,
    parents: depth ? ['sales'] : [],
    children,
    value,
    completeness: 1,
    comparisons: {
      plan: {
        value: plan,
        delta,
        rate: delta === null ? null : delta / plan,
        attainment,
        status: attainment === 1 ? 'ON_TRACK' : 'AT_RISK',
      },
      previous: { value: null, delta: null, rate: null, attainment: null },
      same_period_last_year: { value: null, delta: null, rate: null, attainment: null },
    },
  };
}

/** The last month with values, whatever today is. */
export const LATEST = '2026-01';

function series(url: URL, code: string): Series {
  const from = parsePeriod(url.searchParams.get('from'));
  const to = parsePeriod(url.searchParams.get('to'));
  const scenario = url.searchParams.get('scenario') ?? 'actual';
  const source = scenario === 'plan' ? PLANS : VALUES;
  const periods: string[] = [];
  if (from && to)
    for (let period = from; period.ordinal <= to.ordinal; period = plus(period, 1)) periods.push(periodText(period));
  const values = periods.map((period) => (period <= LATEST && period >= '2025-06' ? (source[code] ?? null) : null));
  return {
    kpi: code,
    unit: KRW,
    grain: 'MONTH',
    scenario,
    periods,
    partial: [],
    warnings: [],
    series: [{ members: {}, values, reasons: {}, completeness: values.map((value) => (value === null ? 0 : 1)) }],
  };
}

const page = (items: unknown[]) => () => ({ body: { items, nextCursor: null } });

/** A signed-in tenant with one tree: sales = orders × basket. */
export function shop(): Answers {
  const answers: Answers = {
    'GET /api/v1/me': () => ({
      body: {
        tenant: {
          slug: 'shop',
          name: 'Shop',
          locale: 'en',
          timeZone: 'Asia/Seoul',
          fiscalFirstMonth: 1,
          fiscalYearNaming: 'ENDS_IN',
        },
        user: { id: 'u1', email: 'mina@example.com', name: 'Mina Seo', role: 'owner' },
      },
    }),
    'GET /api/v1/kpis': page(KPIS),
    'GET /api/v1/trees': page([
      { slug: 'sales', name: 'Sales tree', root: 'sales', layout: null, influences: [], updatedAt: '' },
    ]),
    'GET /api/v1/templates': page([]),
    'GET /api/v1/trees/sales/evaluation': ({ url }) => ({
      body: {
        tree: 'sales',
        period: url.searchParams.get('period'),
        partial: false,
        nodes: [node('sales', 0, ['orders', 'basket']), node('orders', 1, []), node('basket', 1, [])],
        edges: [
          { from: 'sales', to: 'orders', kind: 'formula' },
          { from: 'sales', to: 'basket', kind: 'formula' },
        ],
      },
    }),
  };
  for (const { code } of KPIS) {
    answers[`GET /api/v1/kpis/${code}/series`] = ({ url }) => ({ body: series(url, code) });
    answers[`GET /api/v1/kpis/${code}/versions`] = page([]);
  }
  return answers;
}
