import { CALENDAR_YEAR, type FiscalCalendar, firstDay, type Period, parsePeriod } from './period';

export type Language = 'en' | 'ko' | 'ja';

const QUARTER: Record<Language, (year: number, quarter: number, fiscal: boolean) => string> = {
  en: (year, quarter, fiscal) => `Q${quarter} ${fiscal ? 'FY' : ''}${year}`,
  ko: (year, quarter, fiscal) => `${year}년${fiscal ? '도' : ''} ${quarter}분기`,
  ja: (year, quarter, fiscal) => `${year}年${fiscal ? '度' : ''}第${quarter}四半期`,
};
const YEAR: Record<Language, (year: number, fiscal: boolean) => string> = {
  en: (year, fiscal) => `${fiscal ? 'FY' : ''}${year}`,
  ko: (year, fiscal) => `${year}년${fiscal ? '도' : ''}`,
  ja: (year, fiscal) => `${year}年${fiscal ? '度' : ''}`,
};
const WEEK: Record<Language, (year: string, week: number) => string> = {
  en: (year, week) => `W${week} ${year}`,
  ko: (year, week) => `${year}년 ${week}주`,
  ja: (year, week) => `${year}年第${week}週`,
};

function date(period: Period, language: Language, options: Intl.DateTimeFormatOptions): string {
  const tag = language === 'en' ? 'en-GB' : language;
  const text = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }).format(firstDay(period, CALENDAR_YEAR));
  return text.replace('Sept', 'Sep');
}

/** "Oct 2026", "2026년 10월", "2026年10月": a period as a person reads it. */
export function periodLabel(period: Period, language: Language, calendar: FiscalCalendar = CALENDAR_YEAR): string {
  const fiscal = calendar.firstMonth > 1;
  const year = period.grain === 'QUARTER' ? Math.floor(period.ordinal / 4) : period.ordinal;
  switch (period.grain) {
    case 'DAY':
      return date(period, language, { day: 'numeric', month: 'short', year: 'numeric' });
    case 'WEEK':
      return weekLabel(period, language);
    case 'MONTH':
      return date(period, language, { month: 'short', year: 'numeric' });
    case 'QUARTER':
      return QUARTER[language](year, (period.ordinal % 4) + 1, fiscal);
    case 'YEAR':
      return YEAR[language](year, fiscal);
  }
}

function weekLabel(period: Period, language: Language): string {
  const thursday = new Date(firstDay(period, CALENDAR_YEAR).getTime() + 3 * 86_400_000);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) + 1;
  return WEEK[language](String(year), week);
}

/** A label for an axis: the year only where it says something new. */
export function axisLabel(text: string, language: Language, withYear: boolean): string {
  const period = parsePeriod(text);
  if (!period) return text;
  if (withYear || period.grain === 'YEAR') return periodLabel(period, language);
  switch (period.grain) {
    case 'DAY':
      return date(period, language, { day: 'numeric', month: 'short' });
    case 'WEEK':
      return `W${text.slice(6)}`;
    case 'MONTH':
      return date(period, language, { month: 'short' });
    case 'QUARTER':
      return language === 'ko' ? `${text.slice(6)}분기` : `Q${text.slice(6)}`;
  }
}
