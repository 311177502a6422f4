import type { Evaluation, TreeNode } from '../api/client';

export const CARD = { width: 176, height: 86, rootHeight: 108, chipHeight: 28 } as const;
export const GAP = { column: 34, sibling: 9, subtree: 14 } as const;

/** A place on the canvas: a KPI in full, or a chip that points to where it is drawn in full. */
export interface Placed {
  /** Unique on the canvas; the code itself for a KPI in full. */
  id: string;
  kpi: string;
  kind: 'card' | 'chip';
  parent: string | null;
  influence: boolean;
  level: number;
  x: number;
  y: number;
  height: number;
  /** Drivers that exist below, and whether they are drawn. */
  drivers: number;
  open: boolean;
  /** Position among the drawn siblings, from 1. */
  position: number;
  siblings: number;
}

export interface Layout {
  places: Placed[];
  byId: Map<string, Placed>;
  width: number;
  height: number;
}

export interface Forest {
  root: string;
  nodes: Map<string, TreeNode>;
  /** Formula drivers in formula order, then influences. */
  drivers: Map<string, { code: string; influence: boolean }[]>;
}

export function forest(evaluation: Evaluation): Forest {
  const nodes = new Map(evaluation.nodes.map((node) => [node.kpi, node]));
  const influences = new Set(
    evaluation.edges.filter((edge) => edge.kind === 'influence').map((edge) => `${edge.from}>${edge.to}`),
  );
  const drivers = new Map(
    evaluation.nodes.map((node) => {
      const below = node.children
        .filter((code) => nodes.has(code))
        .map((code) => ({ code, influence: influences.has(`${node.kpi}>${code}`) }));
      for (const edge of evaluation.edges) {
        const listed = below.some(({ code }) => code === edge.to);
        if (edge.from === node.kpi && !listed && nodes.has(edge.to)) {
          below.push({ code: edge.to, influence: edge.kind === 'influence' });
        }
      }
      below.sort((a, b) => Number(a.influence) - Number(b.influence));
      return [node.kpi, below];
    }),
  );
  const root = evaluation.nodes.find((node) => node.depth === 0) ?? evaluation.nodes[0];
  return { root: root?.kpi ?? '', nodes, drivers };
}

/** These levels are open at first, whatever the size. */
const OPEN_LEVELS = 2;
/** Beyond them a tree opens as far as it fits a screen at a readable size, in pixels at 100 %. */
const OPEN_HEIGHT = 830;
/** Five columns: what stands beside the details on a screen of 1440. */
const OPEN_WIDTH = 5 * (CARD.width + GAP.column);

const fitsScreen = ({ width, height }: Layout) => width <= OPEN_WIDTH && height <= OPEN_HEIGHT;
const urgency = (node: TreeNode | undefined) => node?.comparisons.plan?.attainment ?? Number.POSITIVE_INFINITY;

/** What is open before a person opened or closed anything: the upper levels, then what is furthest off its plan. */
export function openAtFirst(tree: Forest, selected: string | null = null): Set<string> {
  let open = new Set<string>();
  let level = [tree.root];
  for (let depth = 0; level.length > 0; depth += 1) {
    const parents = [...new Set(level)].filter((code) => !open.has(code) && tree.drivers.get(code)?.length);
    if (depth >= OPEN_LEVELS) parents.sort((a, b) => urgency(tree.nodes.get(a)) - urgency(tree.nodes.get(b)));
    const opened: string[] = [];
    for (const code of parents) {
      const wider = new Set(open).add(code);
      if (depth >= OPEN_LEVELS && !fitsScreen(layOut(tree, wider))) continue;
      open = wider;
      opened.push(code);
    }
    level = opened.flatMap((code) => (tree.drivers.get(code) ?? []).map((driver) => driver.code));
  }
  for (const code of pathTo(tree, selected)) open.add(code);
  return open;
}

/** The parents to open so that a KPI is drawn. */
function pathTo({ root, drivers }: Forest, code: string | null): string[] {
  const seen = new Set<string>();
  const walk = (from: string): string[] | null => {
    if (from === code) return [];
    if (seen.has(from)) return null;
    seen.add(from);
    for (const driver of drivers.get(from) ?? []) {
      const rest = walk(driver.code);
      if (rest) return [from, ...rest];
    }
    return null;
  };
  return (code && walk(root)) || [];
}

interface Branch extends Placed {
  below: Branch[];
  block: number;
}

/** Draws each KPI in full at its first place, reading from the root downwards in formula order. */
function branch(tree: Forest, open: ReadonlySet<string>): Branch {
  const drawn = new Set<string>();
  const grow = (code: string, parent: string | null, level: number, influence: boolean, path: string[]): Branch => {
    const below = tree.drivers.get(code) ?? [];
    const chip = drawn.has(code) || path.includes(code);
    drawn.add(code);
    const isOpen = !chip && open.has(code) && below.length > 0;
    const children = isOpen
      ? below.map((driver) => grow(driver.code, code, level + 1, driver.influence, [...path, code]))
      : [];
    for (const [index, child] of children.entries()) {
      child.position = index + 1;
      child.siblings = children.length;
    }
    const height = chip ? CARD.chipHeight : parent === null ? CARD.rootHeight : CARD.height;
    return {
      id: chip ? `${parent}>${code}` : code,
      kpi: code,
      kind: chip ? 'chip' : 'card',
      parent,
      influence,
      level,
      x: level * (CARD.width + GAP.column),
      y: 0,
      height,
      drivers: chip ? 0 : below.length,
      open: isOpen,
      position: 1,
      siblings: 1,
      below: children,
      block: height,
    };
  };
  return grow(tree.root, null, 0, false, []);
}

const gapBetween = (above: Branch, below: Branch) =>
  above.below.length > 0 || below.below.length > 0 ? GAP.subtree : GAP.sibling;

function measure(node: Branch): number {
  let total = 0;
  for (const [index, child] of node.below.entries()) {
    const before = node.below[index - 1];
    total += measure(child) + (before ? gapBetween(before, child) : 0);
  }
  node.block = Math.max(node.height, total);
  return node.block;
}

/** Puts a subtree into its block, drivers stacked, their parent half-way between the first and the last. */
function place(node: Branch, top: number) {
  const first = node.below[0];
  const last = node.below.at(-1);
  if (!first || !last) {
    node.y = top + (node.block - node.height) / 2;
    return;
  }
  const stack = node.below.reduce((sum, child, index) => {
    const before = node.below[index - 1];
    return sum + child.block + (before ? gapBetween(before, child) : 0);
  }, 0);
  let y = top + (node.block - stack) / 2;
  for (const [index, child] of node.below.entries()) {
    const before = node.below[index - 1];
    if (before) y += gapBetween(before, child);
    place(child, y);
    y += child.block;
  }
  const middle = (first.y + first.height / 2 + last.y + last.height / 2) / 2;
  node.y = Math.min(Math.max(top, middle - node.height / 2), top + node.block - node.height);
}

/** A left-to-right tidy tree: siblings keep their order and no two subtrees share a row. */
export function layOut(tree: Forest, open: ReadonlySet<string>): Layout {
  if (!tree.nodes.has(tree.root)) return { places: [], byId: new Map(), width: 0, height: 0 };
  const top = branch(tree, open);
  measure(top);
  place(top, 0);
  const places: Placed[] = [];
  const collect = ({ below, block: _, ...placed }: Branch) => {
    places.push(placed);
    for (const child of below) collect(child);
  };
  collect(top);
  return {
    places,
    byId: new Map(places.map((placed) => [placed.id, placed])),
    width: Math.max(...places.map((placed) => placed.x + CARD.width)),
    height: Math.max(...places.map((placed) => placed.y + placed.height)),
  };
}

/** The parents of a place up to the root, nearest first. */
export function ancestors(layout: Layout, id: string): string[] {
  const path: string[] = [];
  let parent = layout.byId.get(id)?.parent;
  while (parent) {
    path.push(parent);
    parent = layout.byId.get(parent)?.parent;
  }
  return path;
}

/** Where an arrow key leads: parent, first driver, the neighbour in the same column. */
export function neighbour(layout: Layout, id: string, key: string): string | null {
  const from = layout.byId.get(id);
  if (!from) return layout.places[0]?.id ?? null;
  if (key === 'ArrowLeft') return from.parent;
  if (key === 'ArrowRight') return layout.places.find((placed) => placed.parent === id)?.id ?? null;
  const column = layout.places.filter((placed) => placed.level === from.level).sort((a, b) => a.y - b.y);
  const index = column.findIndex((placed) => placed.id === id);
  const next = column[index + (key === 'ArrowDown' ? 1 : -1)];
  return next?.id ?? null;
}
