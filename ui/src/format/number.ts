import type { Unit } from '../api/client';
import type { Language } from './periodLabel';

export const MINUS = '−';
export const MISSING = '—';

/** From this magnitude a value is shown with a unit of size. */
const COMPACT_FROM = 1_000_000;
/** From this magnitude a fraction says nothing beside the whole. */
const WHOLE_FROM = 10_000;
/** Digits after the point of an exact value. */
const EXACT_DIGITS = 6;
const SIZES: Record<Language, readonly (readonly [number, string])[]> = {
  en: [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
  ],
  ko: [
    [1e12, '조'],
    [1e8, '억'],
    [1e4, '만'],
  ],
  ja: [
    [1e12, '兆'],
    [1e8, '億'],
    [1e4, '万'],
  ],
};

const grouped = (value: number, minimum: number, maximum: number) =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: minimum, maximumFractionDigits: maximum }).format(value);

function significant(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const digits = rounded < 10 ? 2 : rounded < 100 ? 1 : 0;
  return grouped(value, digits, digits);
}

/** Three significant digits and a unit of size; the four-digit unit of ko and ja (만, 万) stays whole. */
function compact(value: number, language: Language): string {
  const sizes = SIZES[language];
  const scale = (index: number): [text: string, shown: number] => {
    const [size, name] = sizes[index] as readonly [number, string];
    const text = size === 1e4 ? grouped(value / size, 0, 0) : significant(value / size);
    return [text + name, Number(text.replaceAll(',', '')) * size];
  };
  const found = sizes.findIndex(([size]) => value >= size);
  const index = found < 0 ? sizes.length - 1 : found;
  const [text, shown] = scale(index);
  const larger = sizes[index - 1];
  return larger && shown >= larger[0] ? scale(index - 1)[0] : text;
}

/** Digits after the point for a plain number: what was declared, else what its size leaves room for. */
function fraction(value: number, unit: Unit, decimals: number | null | undefined): [number, number] {
  if (decimals != null) return [decimals, decimals];
  if (unit.type === 'CURRENCY') return currencyFraction(value, unit.currency ?? 'USD');
  if (unit.type === 'COUNT') return Number.isInteger(value) ? [0, 0] : [0, 1];
  if (Math.abs(value) >= WHOLE_FROM) return [0, 0];
  return [0, Math.abs(value) < 1 ? 3 : 2];
}

function currencyFraction(value: number, currency: string): [number, number] {
  if (Math.abs(value) >= WHOLE_FROM) return [0, 0];
  const digits = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions();
  const places = digits.maximumFractionDigits ?? 2;
  return [places, places];
}

const symbols = new Map<string, string>();
function currencySymbol(currency: string): string {
  let symbol = symbols.get(currency);
  if (symbol === undefined) {
    const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    symbol = parts.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency;
    if (symbol.length > 1 && /^[A-Z]+$/.test(symbol)) symbol += ' ';
    symbols.set(currency, symbol);
  }
  return symbol;
}

const DURATIONS: readonly (readonly [number, Record<Language, string>])[] = [
  [86_400, { en: ' d', ko: '일', ja: '日' }],
  [3_600, { en: ' h', ko: '시간', ja: '時間' }],
  [60, { en: ' m', ko: '분', ja: '分' }],
  [1, { en: ' s', ko: '초', ja: '秒' }],
];

/** At most two neighbouring units: "5 h 40 m". Below a minute, seconds with a fraction. */
export function formatDuration(seconds: number, language: Language): string {
  const last = DURATIONS[3]?.[1][language];
  if (seconds < 60) {
    const text = grouped(seconds, 0, seconds < 10 ? 2 : 1);
    if (text !== '60') return text + last;
  }
  let index = DURATIONS.findIndex(([size]) => seconds >= size);
  if (index < 0) index = DURATIONS.length - 2;
  const minor = DURATIONS[Math.min(index + 1, 3)]?.[0] ?? 1;
  const rounded = Math.round(seconds / minor) * minor;
  if (index > 0 && rounded >= (DURATIONS[index - 1]?.[0] ?? Number.POSITIVE_INFINITY)) {
    return formatDuration(rounded, language);
  }
  const parts: string[] = [];
  let rest = rounded;
  for (const [size, names] of DURATIONS.slice(index, index + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(grouped(count, 0, 0) + names[language]);
  }
  return parts.join(language === 'ja' ? '' : ' ');
}

export interface ValueFormat {
  unit: Unit;
  language: Language;
  decimals?: number | null;
  /** Every digit instead of a unit of size. */
  exact?: boolean;
}

function magnitude(value: number, { unit, language, decimals, exact }: ValueFormat): string {
  if (unit.type === 'DURATION') return formatDuration(value, language);
  if (unit.type === 'PERCENT') return `${grouped(value * 100, decimals ?? 1, decimals ?? (exact ? 4 : 1))}%`;
  const symbol = unit.type === 'CURRENCY' ? currencySymbol(unit.currency ?? 'USD') : '';
  if (!exact && value >= COMPACT_FROM) return symbol + compact(value, language);
  const [minimum, maximum] = fraction(value, unit, decimals);
  return (
    symbol + grouped(value, minimum, exact ? Math.max(maximum, unit.type === 'CURRENCY' ? 2 : EXACT_DIGITS) : maximum)
  );
}

/** A value as a person reads it, missing as a dash; its reason is shown beside it by the caller. */
export function formatValue(value: number | null | undefined, format: ValueFormat): string {
  if (value == null || !Number.isFinite(value)) return MISSING;
  const text = magnitude(Math.abs(value), format);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** What stands behind a number as its unit: "件", "GWh", "/ account"; empty where the number already says it. */
export function unitSuffix(unit: Unit): string {
  const own = unit.type === 'COUNT' || unit.type === 'NUMBER' ? (unit.label ?? '') : '';
  const per = unit.per ? (unit.per.label ?? unit.per.currency ?? '') : '';
  return per ? `${own}/${per}` : own;
}
