import type { Grain } from '../api/client';

/** What the tenant's calendar says about quarters and years; months, weeks and days are everybody's. */
export interface FiscalCalendar {
  firstMonth: number;
  /** Whether a fiscal year is named by the calendar year in which it starts or in which it ends. */
  naming: 'STARTS_IN' | 'ENDS_IN';
}

export const CALENDAR_YEAR: FiscalCalendar = { firstMonth: 1, naming: 'ENDS_IN' };
export const GRAINS: readonly Grain[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];

/** `ordinal` counts periods of the grain, so that neighbours differ by one. */
export interface Period {
  grain: Grain;
  ordinal: number;
}

const DAY_MS = 86_400_000;
/** 5 January 1970 was a Monday: day 4 of the epoch starts ISO week 0 of our count. */
const FIRST_MONDAY = 4;
const epochDay = (date: Date) => Math.floor(date.getTime() / DAY_MS);
const dateOf = (day: number) => new Date(day * DAY_MS);
const utc = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day));
const pad = (value: number, width = 2) => String(value).padStart(width, '0');

function isoWeek(ordinal: number): { year: number; week: number } {
  const thursday = dateOf(FIRST_MONDAY + ordinal * 7 + 3);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((epochDay(thursday) - epochDay(utc(year, 0, 1))) / 7) + 1 };
}

function weekOrdinal(year: number, week: number): number {
  const fourth = epochDay(utc(year, 0, 4));
  return Math.floor((fourth - FIRST_MONDAY) / 7) + week - 1;
}

export function parsePeriod(text: string | null | undefined): Period | null {
  const match = /^(\d{4})(?:-(?:W(\d{2})|Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(text ?? '');
  if (!match) return null;
  const year = Number(match[1]);
  const [, , week, quarter, month, day] = match;
  if (week) return { grain: 'WEEK', ordinal: weekOrdinal(year, Number(week)) };
  if (quarter) return { grain: 'QUARTER', ordinal: year * 4 + Number(quarter) - 1 };
  if (!month) return { grain: 'YEAR', ordinal: year };
  if (Number(month) < 1 || Number(month) > 12) return null;
  if (day) return { grain: 'DAY', ordinal: epochDay(utc(year, Number(month) - 1, Number(day))) };
  return { grain: 'MONTH', ordinal: year * 12 + Number(month) - 1 };
}

export function periodText({ grain, ordinal }: Period): string {
  switch (grain) {
    case 'DAY':
      return dateOf(ordinal).toISOString().slice(0, 10);
    case 'WEEK': {
      const { year, week } = isoWeek(ordinal);
      return `${pad(year, 4)}-W${pad(week)}`;
    }
    case 'MONTH':
      return `${pad(Math.floor(ordinal / 12), 4)}-${pad((ordinal % 12) + 1)}`;
    case 'QUARTER':
      return `${pad(Math.floor(ordinal / 4), 4)}-Q${(ordinal % 4) + 1}`;
    case 'YEAR':
      return pad(ordinal, 4);
  }
}

export const plus = ({ grain, ordinal }: Period, periods: number): Period => ({ grain, ordinal: ordinal + periods });

const fiscalShift = ({ firstMonth, naming }: FiscalCalendar) => (firstMonth > 1 && naming === 'ENDS_IN' ? 1 : 0);

export function firstDay({ grain, ordinal }: Period, calendar: FiscalCalendar): Date {
  switch (grain) {
    case 'DAY':
      return dateOf(ordinal);
    case 'WEEK':
      return dateOf(FIRST_MONDAY + ordinal * 7);
    case 'MONTH':
      return utc(Math.floor(ordinal / 12), ordinal % 12, 1);
    case 'QUARTER':
      return utc(Math.floor(ordinal / 4) - fiscalShift(calendar), calendar.firstMonth - 1 + (ordinal % 4) * 3, 1);
    case 'YEAR':
      return utc(ordinal - fiscalShift(calendar), calendar.firstMonth - 1, 1);
  }
}

export const lastDay = (period: Period, calendar: FiscalCalendar): Date =>
  dateOf(epochDay(firstDay(plus(period, 1), calendar)) - 1);

export function containing(grain: Grain, date: Date, calendar: FiscalCalendar): Period {
  const month = date.getUTCMonth() + 1;
  const year = date.getUTCFullYear();
  const fiscalYear = (month >= calendar.firstMonth ? year : year - 1) + fiscalShift(calendar);
  const fiscalMonth = (month - calendar.firstMonth + 12) % 12;
  switch (grain) {
    case 'DAY':
      return { grain, ordinal: epochDay(date) };
    case 'WEEK':
      return { grain, ordinal: Math.floor((epochDay(date) - FIRST_MONDAY) / 7) };
    case 'MONTH':
      return { grain, ordinal: year * 12 + month - 1 };
    case 'QUARTER':
      return { grain, ordinal: fiscalYear * 4 + Math.floor(fiscalMonth / 3) };
    case 'YEAR':
      return { grain, ordinal: fiscalYear };
  }
}

/** Today's date in a time zone, as midnight UTC, which is how every date here is held. */
export function today(now: Date, timeZone: string): Date {
  const text = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
  return new Date(`${text}T00:00:00Z`);
}

/** The period of another grain that ends where this one does. */
export const regrain = (period: Period, grain: Grain, calendar: FiscalCalendar): Period =>
  period.grain === grain ? period : containing(grain, lastDay(period, calendar), calendar);

/** The period a year before; null where there is none of its own (week 53). */
export function yearBefore(period: Period): Period | null {
  const steps = { MONTH: 12, QUARTER: 4, YEAR: 1 } as const;
  if (period.grain === 'DAY' || period.grain === 'WEEK') {
    const text = periodText(period);
    const before = parsePeriod(`${pad(Number(text.slice(0, 4)) - 1, 4)}${text.slice(4)}`);
    return before && periodText(before).slice(4) === text.slice(4) ? before : null;
  }
  return plus(period, -steps[period.grain]);
}
