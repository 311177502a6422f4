import { describe, expect, it } from 'vitest';
import type { Unit } from '../api/client';
import { formatDuration, formatValue, unitSuffix } from './number';
import type { Language } from './periodLabel';

const KRW: Unit = { type: 'CURRENCY', currency: 'KRW' };
const inAll = (value: number, unit: Unit) =>
  (['en', 'ko', 'ja'] as Language[]).map((language) => formatValue(value, { unit, language }));

describe('formatValue', () => {
  it('showsThreeSignificantDigitsFromAMillionAndWholeTenThousands', () => {
    expect(inAll(1_839_300_000, KRW)).toEqual(['₩1.84B', '₩18.4억', '₩18.4億']);
    expect(inAll(69_120_000, KRW)).toEqual(['₩69.1M', '₩6,912만', '₩6,912万']);
    expect(inAll(184_000_000, KRW)).toEqual(['₩184M', '₩1.84억', '₩1.84億']);
    expect(inAll(2_500_000_000_000, KRW)).toEqual(['₩2.50T', '₩2.50조', '₩2.50兆']);
  });

  it('showsEveryDigitBelowAMillion', () => {
    expect(inAll(385_000, KRW)).toEqual(['₩385,000', '₩385,000', '₩385,000']);
    expect(inAll(4120, { type: 'COUNT' })).toEqual(['4,120', '4,120', '4,120']);
  });

  it('movesToTheNextSizeWhenRoundingReachesIt', () => {
    expect(inAll(999_996_000, KRW)).toEqual(['₩1.00B', '₩10.0억', '₩10.0億']);
    expect(inAll(99_999_999, KRW)).toEqual(['₩100M', '₩1.00억', '₩1.00億']);
    expect(formatValue(9_996_000, { unit: KRW, language: 'en' })).toBe('₩10.0M');
  });

  it('putsATrueMinusBeforeTheCurrency', () => {
    expect(formatValue(-50_860_000, { unit: KRW, language: 'ko' })).toBe('−₩5,086만');
    expect(formatValue(-0.0001, { unit: { type: 'PERCENT' }, language: 'en' })).toBe('0.0%');
  });

  it('showsFractionsAsPercentages', () => {
    expect(formatValue(0.08, { unit: { type: 'PERCENT' }, language: 'en' })).toBe('8.0%');
    expect(formatValue(0.12345, { unit: { type: 'PERCENT' }, language: 'en', decimals: 2 })).toBe('12.35%');
  });

  it('neverShowsMissingAsZero', () => {
    expect(formatValue(null, { unit: KRW, language: 'en' })).toBe('—');
    expect(formatValue(Number.NaN, { unit: KRW, language: 'en' })).toBe('—');
    expect(formatValue(0, { unit: KRW, language: 'en' })).toBe('₩0');
  });

  it('givesTheExactValueOnDemand', () => {
    expect(formatValue(1_839_303_500, { unit: KRW, language: 'ko', exact: true })).toBe('₩1,839,303,500');
  });

  it('namesTheUnitThatTheNumberDoesNotSay', () => {
    expect(unitSuffix({ type: 'NUMBER', label: 'GWh' })).toBe('GWh');
    expect(unitSuffix({ ...KRW, per: { type: 'DURATION', label: 'h' } })).toBe('/h');
    expect(unitSuffix(KRW)).toBe('');
  });
});

describe('formatDuration', () => {
  it('showsTwoUnits', () => {
    expect(formatDuration(20_400, 'en')).toBe('5 h 40 m');
    expect(formatDuration(20_400, 'ko')).toBe('5시간 40분');
    expect(formatDuration(20_400, 'ja')).toBe('5時間40分');
    expect(formatDuration(90_000, 'en')).toBe('1 d 1 h');
  });

  it('carriesRoundingIntoTheLargerUnit', () => {
    expect(formatDuration(3_599.7, 'en')).toBe('1 h');
    expect(formatDuration(59.99, 'en')).toBe('1 m');
    expect(formatDuration(86_399, 'en')).toBe('1 d');
  });

  it('showsSecondsWithAFractionBelowAMinute', () => {
    expect(formatDuration(1.234, 'en')).toBe('1.23 s');
    expect(formatDuration(0, 'ja')).toBe('0秒');
  });
});
