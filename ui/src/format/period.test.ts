import { describe, expect, it } from 'vitest';
import {
  CALENDAR_YEAR,
  containing,
  type FiscalCalendar,
  firstDay,
  lastDay,
  type Period,
  parsePeriod,
  periodText,
  plus,
  regrain,
  today,
  yearBefore,
} from './period';
import { axisLabel, periodLabel } from './periodLabel';

const JAPAN: FiscalCalendar = { firstMonth: 4, naming: 'STARTS_IN' };
const at = (text: string) => parsePeriod(text) as Period;
const iso = (date: Date) => date.toISOString().slice(0, 10);

describe('periods', () => {
  it.each(['2026-10-31', '2026-W44', '2026-W53', '2026-10', '2026-Q4', '2026'])('readsAndWrites %s', (text) => {
    expect(periodText(at(text))).toBe(text);
  });

  it.each(['', 'x', '2026-13', '2026-Q5', '26-01'])('refuses "%s"', (text) => {
    expect(parsePeriod(text)).toBeNull();
  });

  it('stepsOverTheEndOfAYear', () => {
    expect(periodText(plus(at('2026-12'), 1))).toBe('2027-01');
    expect(periodText(plus(at('2026-Q1'), -1))).toBe('2025-Q4');
    expect(periodText(plus(at('2026-W53'), 1))).toBe('2027-W01');
  });

  it('followsTheFiscalYear', () => {
    expect(periodText(containing('QUARTER', new Date('2026-05-10'), JAPAN))).toBe('2026-Q1');
    expect(periodText(containing('YEAR', new Date('2026-02-10'), JAPAN))).toBe('2025');
    expect(iso(firstDay(at('2026-Q1'), JAPAN))).toBe('2026-04-01');
    expect(iso(lastDay(at('2026'), { firstMonth: 4, naming: 'ENDS_IN' }))).toBe('2026-03-31');
  });

  it('changesTheGrainToWhereThePeriodEnds', () => {
    expect(periodText(regrain(at('2026-10'), 'QUARTER', CALENDAR_YEAR))).toBe('2026-Q4');
    expect(periodText(regrain(at('2026'), 'MONTH', CALENDAR_YEAR))).toBe('2026-12');
  });

  it('findsTheYearBeforeOnlyWhereThereIsOne', () => {
    expect(periodText(yearBefore(at('2026-10')) as Period)).toBe('2025-10');
    expect(yearBefore(at('2026-W53'))).toBeNull();
    expect(yearBefore(at('2024-02-29'))).toBeNull();
  });

  it('knowsTodayInTheTimeZoneOfTheTenant', () => {
    expect(iso(today(new Date('2026-10-31T20:00:00Z'), 'Asia/Seoul'))).toBe('2026-11-01');
  });
});

describe('labels', () => {
  it('namesPeriodsInEveryLanguage', () => {
    expect(periodLabel(at('2026-10'), 'en')).toBe('Oct 2026');
    expect(periodLabel(at('2026-10'), 'ko')).toBe('2026년 10월');
    expect(periodLabel(at('2026-10'), 'ja')).toBe('2026年10月');
    expect(periodLabel(at('2026-Q4'), 'ja', JAPAN)).toBe('2026年度第4四半期');
    expect(periodLabel(at('2026-W44'), 'en')).toBe('W44 2026');
    expect(periodLabel(at('2017'), 'en')).toBe('2017');
  });

  it('namesTheYearOnAnAxisOnlyWhereAsked', () => {
    expect(axisLabel('2026-09', 'en', false)).toBe('Sep');
    expect(axisLabel('2026-09', 'en', true)).toBe('Sep 2026');
  });
});
