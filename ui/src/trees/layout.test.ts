import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../api/client';
import { edgePath } from './edges';
import { CARD, type Forest, forest, layOut, neighbour, openAtFirst } from './layout';

/** A tree from lists of drivers; the first name is the root. */
function grove(children: Record<string, string[]>, influences: [string, string][] = []): Forest {
  const codes = [...new Set([...Object.keys(children), ...Object.values(children).flat(), ...influences.flat()])];
  const nodes = codes.map((kpi, index) => ({
    kpi,
    name: kpi,
    unit: { type: 'COUNT' },
    depth: index === 0 ? 0 : 1,
    parents: [],
    children: children[kpi] ?? [],
    value: 1,
    completeness: 1,
    comparisons: {},
  }));
  const edges = [
    ...Object.entries(children).flatMap(([from, all]) => all.map((to) => ({ from, to, kind: 'formula' }))),
    ...influences.map(([from, to]) => ({ from, to, kind: 'influence' })),
  ];
  return forest({ tree: 't', period: '2026', partial: false, nodes, edges } as Evaluation);
}

const all = (tree: Forest) => new Set(tree.nodes.keys());

describe('layOut', () => {
  it('keepsSiblingsInFormulaOrderWithoutOverlap', () => {
    const tree = grove({ r: ['a', 'b'], a: ['c', 'd', 'e'], b: ['f'] });
    const { places } = layOut(tree, all(tree));
    for (const level of [1, 2]) {
      const column = places.filter((placed) => placed.level === level);
      expect([...column].sort((one, other) => one.y - other.y)).toEqual(column);
      column.slice(1).forEach((placed, index) => {
        expect(placed.y).toBeGreaterThanOrEqual((column[index]?.y ?? 0) + CARD.height + 9);
      });
    }
  });

  it('centresAParentBetweenItsFirstAndLastDriver', () => {
    const tree = grove({ r: ['a', 'b', 'c'] });
    const { byId } = layOut(tree, all(tree));
    const centre = (id: string) => (byId.get(id)?.y ?? 0) + (byId.get(id)?.height ?? 0) / 2;
    expect(centre('r')).toBeCloseTo((centre('a') + centre('c')) / 2);
  });

  it('drawsASharedKpiOnceAndAChipElsewhere', () => {
    const tree = grove({ r: ['a', 'b'], a: ['s'], b: ['s'], s: ['x'] });
    const { places } = layOut(tree, all(tree));
    expect(places.filter((placed) => placed.kpi === 's').map(({ kind, parent }) => [kind, parent])).toEqual([
      ['card', 'a'],
      ['chip', 'b'],
    ]);
    expect(places.filter((placed) => placed.kpi === 'x')).toHaveLength(1);
  });

  it('drawsASharedKpiInFullWhereItsFirstParentIsClosed', () => {
    const tree = grove({ r: ['a', 'b'], a: ['s'], b: ['s'] });
    expect(layOut(tree, new Set(['r', 'b'])).byId.get('s')?.parent).toBe('b');
  });

  it('countsTheDriversOfAClosedKpi', () => {
    const tree = grove({ r: ['a'], a: ['b', 'c'] });
    const placed = layOut(tree, new Set(['r'])).byId.get('a');
    expect([placed?.drivers, placed?.open]).toEqual([2, false]);
  });

  it('endsOnAnInfluenceThatLeadsBack', () => {
    const tree = grove({ r: ['a'] }, [['a', 'r']]);
    expect(layOut(tree, all(tree)).places.map((placed) => placed.kind)).toEqual(['card', 'card', 'chip']);
  });

  it('putsInfluencesAfterTheTermsOfTheFormula', () => {
    const tree = grove({ r: ['a', 'b'] }, [['r', 'i']]);
    expect(layOut(tree, all(tree)).places.map(({ kpi, influence }) => [kpi, influence])).toEqual([
      ['r', false],
      ['a', false],
      ['b', false],
      ['i', true],
    ]);
  });
});

describe('openAtFirst', () => {
  it('opensTwoLevelsOfAnyTreeAndNoMoreThanFitsAScreen', () => {
    const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => prefix + index);
    const children: Record<string, string[]> = { r: names('a', 8) };
    for (const code of names('a', 8)) children[code] = names(`${code}_`, 6);
    for (const code of names('a0_', 6)) children[code] = names(`${code}_`, 6);
    const open = openAtFirst(grove(children));
    expect(open.has('r') && open.has('a7')).toBe(true);
    expect(open.has('a0_0')).toBe(false);
  });

  it('opensThePathToTheSelectedKpi', () => {
    const children: Record<string, string[]> = {
      r: ['a', 'b'],
      a: Array.from({ length: 12 }, (_, index) => `x${index}`),
      x11: ['deep'],
    };
    expect(openAtFirst(grove(children), 'deep').has('x11')).toBe(true);
  });
});

it('movesWithArrowsToParentDriverAndNeighbour', () => {
  const tree = grove({ r: ['a', 'b'], a: ['c'], b: ['d'] });
  const layout = layOut(tree, all(tree));
  expect(neighbour(layout, 'a', 'ArrowLeft')).toBe('r');
  expect(neighbour(layout, 'a', 'ArrowRight')).toBe('c');
  expect(neighbour(layout, 'c', 'ArrowDown')).toBe('d');
  expect(neighbour(layout, 'c', 'ArrowUp')).toBeNull();
});

it('drawsAStraightEdgeBetweenNeighboursOnOneLine', () => {
  const tree = grove({ r: ['a'] });
  const { byId } = layOut(tree, all(tree));
  const [parent, driver] = [byId.get('r'), byId.get('a')];
  if (!parent || !driver) throw new Error('both are placed');
  expect(edgePath(parent, driver)).toMatch(/^M176 54H210$/);
});
