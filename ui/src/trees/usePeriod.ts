import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Grain, Me, Series } from '../api/client';
import { meQuery, seriesQuery } from '../api/queries';
import {
  containing,
  type FiscalCalendar,
  GRAINS,
  type Period,
  parsePeriod,
  periodText,
  plus,
  today,
} from '../format/period';

/** Periods looked back for the latest one with a value. */
const LOOK_BACK: Record<Grain, number> = { DAY: 400, WEEK: 160, MONTH: 120, QUARTER: 60, YEAR: 60 };

export const calendarOf = (me: Me | undefined): FiscalCalendar => ({
  firstMonth: me?.tenant.fiscalFirstMonth ?? 1,
  naming: me?.tenant.fiscalYearNaming ?? 'ENDS_IN',
});

export function useCalendar() {
  const me = useQuery(meQuery).data;
  return useMemo(() => {
    const calendar = calendarOf(me);
    const date = today(new Date(), me?.tenant.timeZone ?? 'UTC');
    return { calendar, date, current: (grain: Grain) => containing(grain, date, calendar) };
  }, [me]);
}

/** The latest finished period with a value, else the latest finished one. */
export function latestPeriod(series: Series | undefined, current: Period): Period {
  const values = series?.series[0]?.values ?? [];
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const period = series?.periods[index];
    if (values[index] != null && period && !series?.partial.includes(period)) {
      return parsePeriod(period) ?? plus(current, -1);
    }
  }
  return plus(current, -1);
}

/** The grains a KPI can be shown at: its own and coarser, never finer. */
export function grainsOf(own: Grain): Grain[] {
  return GRAINS.slice(GRAINS.indexOf(own)).filter((grain) => own === 'WEEK' || own === 'DAY' || grain !== 'WEEK');
}

interface Wanted {
  code: string | undefined;
  own: Grain | undefined;
  period: string | null;
  grain: string | null;
}

/** The period to show: the one in the address where it fits the KPI, else the latest finished one with data. */
export function usePeriod({ code, own, period, grain }: Wanted) {
  const { calendar, current } = useCalendar();
  const grains = own ? grainsOf(own) : [];
  const asked = parsePeriod(period);
  const fits = asked !== null && grains.includes(asked.grain);
  const named = grains.find((candidate) => candidate === grain);
  const shownGrain = (fits ? asked.grain : named) ?? own ?? 'MONTH';
  const now = current(shownGrain);
  const look = useQuery({
    ...seriesQuery({
      code: code ?? '',
      from: periodText(plus(now, -LOOK_BACK[shownGrain])),
      to: periodText(now),
      grain: shownGrain,
    }),
    // An address that names its period needs no search for one.
    enabled: Boolean(code && own && !fits),
    staleTime: 5 * 60_000,
  });
  const latest = useMemo(() => latestPeriod(look.data, now), [look.data, now]);
  const ready = fits || (own !== undefined && !look.isPending);
  return {
    period: ready ? (fits ? asked : latest) : null,
    now,
    grain: shownGrain,
    grains,
    calendar,
    error: look.error,
  };
}
