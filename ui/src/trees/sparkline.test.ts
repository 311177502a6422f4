import { expect, it } from 'vitest';
import { sparkline } from './sparkline';

it('breaksTheLineAtMissingValues', () => {
  const { path, last } = sparkline([1, 2, null, 4], 48, 22);
  expect(path.match(/M/g)).toHaveLength(2);
  expect(last?.x).toBe(45);
});

it('marksNoEndWhereTheLastValueIsMissing', () => {
  expect(sparkline([1, 2, null], 48, 22).last).toBeNull();
});

it('drawsNothingOutOfNothing', () => {
  expect(sparkline([null, null], 48, 22)).toEqual({ path: '', last: null });
});

it('putsAConstantInTheMiddle', () => {
  expect(sparkline([5, 5], 48, 22).last?.y).toBe(11);
});
