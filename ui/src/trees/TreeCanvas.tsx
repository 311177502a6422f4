import '@xyflow/react/dist/base.css';
import {
  MiniMap,
  type Node,
  type NodeProps,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  ViewportPortal,
} from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusMark } from '../shell/StatusMark';
import { CanvasControls } from './CanvasControls';
import { EdgeLayer } from './EdgeLayer';
import { factsOf, statusOf } from './facts';
import { KpiCard, ReferenceChip } from './KpiCard';
import { CARD, type Layout, type Placed } from './layout';
import { useTree } from './TreeContext';
import { useCanvasKeys } from './useCanvasKeys';
import { MAX_ZOOM, MIN_ZOOM, useCanvasView } from './useCanvasView';

type CanvasNode = Node<{ placed: Placed; reachable: boolean }>;

/** From this many places on a map of the whole is worth its space. */
const MINIMAP_FROM = 30;
const LEGEND = ['ON_TRACK', 'AT_RISK', 'OFF_TRACK', 'NO_TARGET'] as const;
const UNUSUAL = ['NO_DATA', 'PARTIAL'] as const;

function CardNode({ data, selected }: NodeProps<CanvasNode>) {
  return <KpiCard placed={data.placed} selected={selected} reachable={data.reachable} />;
}

function ChipNode({ data }: NodeProps<CanvasNode>) {
  return <ReferenceChip placed={data.placed} reachable={data.reachable} />;
}

const NODE_TYPES = { card: CardNode, chip: ChipNode };

function useCanvasNodes(layout: Layout, selected: string | null): CanvasNode[] {
  const reachable = selected && layout.byId.has(selected) ? selected : layout.places[0]?.id;
  const plain = useMemo(
    () =>
      new Map(
        layout.places.map((placed) => [
          placed.id,
          { off: { placed, reachable: false }, on: { placed, reachable: true } },
        ]),
      ),
    [layout],
  );
  return useMemo(
    () =>
      layout.places.map((placed) => ({
        id: placed.id,
        type: placed.kind,
        position: { x: placed.x, y: placed.y },
        width: CARD.width,
        height: placed.height,
        measured: { width: CARD.width, height: placed.height },
        data: plain.get(placed.id)?.[placed.id === reachable ? 'on' : 'off'] ?? { placed, reachable: false },
        selected: placed.id === selected,
        // The card inside is the tree item; the library's box around it says nothing.
        ariaRole: 'none',
        domAttributes: { 'aria-roledescription': undefined },
      })),
    [layout, plain, reachable, selected],
  );
}

/** The usual marks, and those of missing and unfinished values where there are any. */
function Legend() {
  const { t } = useTranslation();
  const { forest, view } = useTree();
  const shown = new Set([...forest.nodes.values()].map((node) => statusOf(node, view.partial)));
  return (
    <ul className="legend" aria-label={t('trees.legend')}>
      {[...LEGEND, ...UNUSUAL.filter((status) => shown.has(status))].map((status) => (
        <li key={status}>
          <StatusMark status={status} silent size={12} />
          {t(`status.${status}`)}
        </li>
      ))}
    </ul>
  );
}

const MAP_COLOURS: Record<string, string> = {
  ON_TRACK: 'var(--good-fill)',
  AT_RISK: 'var(--risk-mark)',
  OFF_TRACK: 'var(--bad-fill)',
};

/** The library calls its element an application; what it holds is a tree, and only that keeps screen readers working. */
function useTreeRole(wrapper: RefObject<HTMLDivElement | null>) {
  const { t } = useTranslation();
  useEffect(() => {
    const element = wrapper.current?.querySelector('.react-flow');
    element?.setAttribute('role', 'tree');
    element?.setAttribute('aria-label', t('trees.canvas'));
    element?.setAttribute('aria-description', t('trees.keys'));
  }, [wrapper, t]);
}

function Canvas({ layout, onOutline }: { layout: Layout; onOutline: () => void }) {
  const { forest, view, selected, select, openKpi } = useTree();
  const wrapper = useRef<HTMLDivElement>(null);
  const nodes = useCanvasNodes(layout, selected);
  useTreeRole(wrapper);
  const flow = useReactFlow();
  const { fit, reset, show, onMove, start } = useCanvasView(layout, wrapper);
  const keys = useCanvasKeys({ layout, show, fit, reset, zoom: (by) => flow.zoomTo(flow.getZoom() * by), onOutline });
  const colour = useCallback(
    (node: CanvasNode) => {
      const known = forest.nodes.get(node.data.placed.kpi);
      return (known && MAP_COLOURS[factsOf(known, view).status]) ?? 'var(--edge)';
    },
    [forest, view],
  );
  useEffect(() => {
    if (selected && layout.byId.has(selected)) show(selected, false);
  }, [selected, layout, show]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble from the focused tree item
    <div ref={wrapper} className="canvas" onKeyDown={keys} data-testid="canvas">
      <ReactFlow
        nodes={nodes}
        edges={[]}
        nodeTypes={NODE_TYPES}
        defaultViewport={start}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        onMove={onMove}
        onNodeClick={(_, node) => select(node.data.placed.kpi)}
        onNodeDoubleClick={(_, node) => openKpi(node.data.placed.kpi)}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll
        proOptions={{ hideAttribution: true }}
      >
        <ViewportPortal>
          <EdgeLayer layout={layout} selected={selected} />
        </ViewportPortal>
      </ReactFlow>
      {layout.places.length > MINIMAP_FROM ? (
        <MiniMap
          pannable
          nodeColor={colour}
          nodeBorderRadius={12}
          style={{ width: 140, height: 104 }}
          ariaLabel={null}
        />
      ) : null}
      <div className="canvas-foot">
        <CanvasControls fit={fit} reset={reset} />
        <Legend />
      </div>
    </div>
  );
}

/** The tree as arithmetic on a plane that pans and zooms. */
export function TreeCanvas(props: { layout: Layout; onOutline: () => void }) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}
