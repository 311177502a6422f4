import { expect, it } from 'vitest';
import { favour, formatChange, formatDifference, formatRate, formatShare } from './change';

const PERCENT = { unit: { type: 'PERCENT' } } as const;

it('signsDifferencesWithATrueMinus', () => {
  expect(formatRate(-0.032)).toBe('−3.2%');
  expect(formatRate(0.173)).toBe('+17.3%');
  expect(formatDifference(-50_900_000, { unit: { type: 'CURRENCY', currency: 'KRW' }, language: 'en' })).toBe(
    '−₩50.9M',
  );
  expect(formatDifference(608, { unit: { type: 'COUNT' }, language: 'en' })).toBe('+608');
});

it('countsPointsBetweenPercentages', () => {
  expect(formatDifference(-0.01, { ...PERCENT, language: 'en' })).toBe('−1.0 pp');
  expect(formatDifference(-0.01, { ...PERCENT, language: 'ko' })).toBe('−1.0%p');
  expect(formatDifference(-0.01, { ...PERCENT, language: 'ja' })).toBe('−1.0pt');
});

it('givesNoSignToWhatRoundsToZero', () => {
  expect(formatRate(-0.0001)).toBe('0.0%');
  expect(formatDifference(0.0001, { ...PERCENT, language: 'en' })).toBe('0.0 pp');
});

it('showsTheDifferenceWhereTheReferenceAllowsNoRate', () => {
  const fromZero = { value: 0, delta: 12, rate: null, attainment: null };
  expect(formatChange(fromZero, { unit: { type: 'COUNT' }, language: 'en' })).toBe('+12');
});

it('showsMissingAsADash', () => {
  expect(formatRate(null)).toBe('—');
  expect(formatShare(undefined)).toBe('—');
});

it('readsAChangeByTheDirectionOfTheKpi', () => {
  expect(favour(5, { type: 'UP' })).toBe('good');
  expect(favour(5, { type: 'DOWN' })).toBe('bad');
  expect(favour(-5, { type: 'DOWN' })).toBe('good');
  expect(favour(5, { type: 'RANGE', lower: 1, upper: 2 })).toBe('neutral');
  expect(favour(0, { type: 'UP' })).toBe('neutral');
});
