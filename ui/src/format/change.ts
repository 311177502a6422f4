import type { Comparison, Direction } from '../api/client';
import { formatValue, MINUS, MISSING, type ValueFormat } from './number';
import type { Language } from './periodLabel';

const POINTS: Record<Language, string> = { en: ' pp', ko: '%p', ja: 'pt' };

const isZero = (text: string) => !/[1-9]/.test(text);
const signed = (value: number, text: string) => (isZero(text) ? text : (value < 0 ? MINUS : '+') + text);

/** A share as "97.3%". */
export function formatShare(value: number | null | undefined, digits = 1): string {
  if (value == null || !Number.isFinite(value)) return MISSING;
  const text = `${Math.abs(value * 100).toFixed(digits)}%`;
  return value < 0 && !isZero(text) ? MINUS + text : text;
}

/** A relative change as "−3.2%", with a true minus and always a sign. */
export function formatRate(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return MISSING;
  const digits = Math.abs(value) >= 10 ? 0 : 1;
  const text = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Math.abs(value * 100),
  );
  return signed(value, `${text}%`);
}

/** A difference in the KPI's unit, signed; between percentages in points. */
export function formatDifference(value: number | null | undefined, format: ValueFormat): string {
  if (value == null || !Number.isFinite(value)) return MISSING;
  if (format.unit.type === 'PERCENT') {
    const text = Math.abs(value * 100).toFixed(format.decimals ?? 1);
    return signed(value, text + POINTS[format.language]);
  }
  return signed(value, formatValue(Math.abs(value), format));
}

/** What a card says about a comparison: points between percentages, else the relative change. */
export function formatChange(comparison: Comparison, format: ValueFormat): string {
  if (comparison.delta == null) return MISSING;
  if (comparison.delta === 0) return '';
  return format.unit.type === 'PERCENT' || comparison.rate == null
    ? formatDifference(comparison.delta, format)
    : formatRate(comparison.rate);
}

export type Favour = 'good' | 'bad' | 'neutral';

/** Whether a change goes the wanted way; with a band as target a change alone does not say. */
export function favour(delta: number | null | undefined, direction: Direction | null | undefined): Favour {
  if (!delta || direction?.type === 'RANGE') return 'neutral';
  return delta > 0 === (direction?.type !== 'DOWN') ? 'good' : 'bad';
}
