import { describe, expect, it } from 'vitest';
import { operators, written } from './formula';

const of = (formula: string) => Object.fromEntries(operators(formula));

describe('operators', () => {
  it('putsTheOperatorBeforeTheSecondAndLaterTerms', () => {
    expect(of('opening + new - churned')).toEqual({ opening: null, new: '+', churned: '−' });
    expect(of('paying * arpa')).toEqual({ paying: null, arpa: '×' });
    expect(of('renewables / total')).toEqual({ renewables: null, total: '÷' });
  });

  it('opensParenthesesOfTheSameKind', () => {
    expect(of('a - (b + c)')).toEqual({ a: null, b: '−', c: '−' });
    expect(of('a / (b * c)')).toEqual({ a: null, b: '÷', c: '÷' });
    expect(of('(a + b) + c')).toEqual({ a: null, b: '+', c: '+' });
  });

  it('marksWhatIsMoreThanAPlainTermAsAFunction', () => {
    expect(of('a * b + c')).toEqual({ a: 'ƒ', b: 'ƒ', c: '+' });
    expect(of('a / (b + c)')).toEqual({ a: null, b: 'ƒ', c: 'ƒ' });
    expect(of('max(a, b)')).toEqual({ a: 'ƒ', b: 'ƒ' });
    expect(of('(mrr - prev(mrr)) / prev(mrr)')).toEqual({ mrr: 'ƒ' });
    expect(of('if(a > 0, b, c)')).toEqual({ a: 'ƒ', b: 'ƒ', c: 'ƒ' });
    expect(of('a > b and c')).toEqual({ a: 'ƒ', b: 'ƒ', c: 'ƒ' });
  });

  it('countsNumbersAsTerms', () => {
    expect(of('1 - churn')).toEqual({ churn: '−' });
    expect(of('100 * a / b')).toEqual({ a: '×', b: '÷' });
    expect(of('-a + b')).toEqual({ a: '−', b: '+' });
    expect(of('1e-3 * a')).toEqual({ a: '×' });
  });

  it('saysNothingAboutInputsAndCopies', () => {
    expect(of('')).toEqual({});
    expect(of('(a)')).toEqual({ a: null });
  });
});

it('writesAFormulaWithItsNumbers', () => {
  const pieces = written('a * (b - 1)', (code) => ({ a: '10', b: '₩3' })[code] ?? '?');
  expect(pieces.map((piece) => piece.text).join(' ')).toBe('10 × ( ₩3 − 1 )');
});
