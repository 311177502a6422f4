import { useReactFlow, type Viewport } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { CARD, type Layout } from './layout';

export const MIN_ZOOM = 0.3;
export const MAX_ZOOM = 2;
export const ZOOM_STEP = 1.25;
/** A fitted tree is never smaller than this at first, so that its cards stay readable. */
const READABLE_ZOOM = 0.75;
const MARGIN = 20;
/** Room at the bottom for the controls and the legend. */
const FOOT = 60;

const FULL_CARD_FROM = 0.75;
const VALUE_FROM = 0.45;
const tierOf = (zoom: number) => (zoom >= FULL_CARD_FROM ? 'full' : zoom >= VALUE_FROM ? 'value' : 'name');

/** The whole tree where it fits readably, else its root at the left edge, half-way up. */
export function startViewport(layout: Layout, width: number, height: number, smallest: number): Viewport {
  const across = (width - 2 * MARGIN) / (layout.width || 1);
  const down = (height - MARGIN - FOOT) / (layout.height || 1);
  const zoom = Math.max(Math.min(across, down, 1), smallest);
  const root = layout.places[0];
  const middle = root ? root.y + root.height / 2 : 0;
  const fitsDown = layout.height * zoom <= height - MARGIN - FOOT;
  const y = fitsDown
    ? MARGIN + (height - MARGIN - FOOT - layout.height * zoom) / 2
    : (height - FOOT) / 2 - middle * zoom;
  const x = layout.width * zoom <= width - 2 * MARGIN ? Math.min((width - layout.width * zoom) / 2, 80) : MARGIN;
  return { x, y, zoom };
}

/** Moves the canvas; zoom reaches the cards as a style alone, so that panning draws none of them again. */
export function useCanvasView(layout: Layout, wrapper: RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow();
  const size = useCallback(() => {
    const box = wrapper.current?.getBoundingClientRect();
    return { width: box?.width ?? window.innerWidth, height: box?.height ?? window.innerHeight };
  }, [wrapper]);
  const style = useCallback(
    (zoom: number) => {
      wrapper.current?.style.setProperty('--zoom', String(zoom));
      if (wrapper.current) wrapper.current.dataset.tier = tierOf(zoom);
    },
    [wrapper],
  );
  const latest = useRef(layout);
  latest.current = layout;

  useEffect(() => {
    const { width, height } = size();
    const view = startViewport(latest.current, width, height, READABLE_ZOOM);
    flow.setViewport(view);
    style(view.zoom);
  }, [flow, size, style]);

  const fit = useCallback(() => {
    const { width, height } = size();
    flow.setViewport(startViewport(latest.current, width, height, MIN_ZOOM), { duration: 240 });
  }, [flow, size]);

  const reset = useCallback(() => {
    const { width, height } = size();
    flow.setViewport(startViewport(latest.current, width, height, 1), { duration: 180 });
  }, [flow, size]);

  const show = useCallback(
    (id: string, focus = true) => {
      const placed = latest.current.byId.get(id);
      if (!placed) return;
      const { width, height } = size();
      const { x, y, zoom } = flow.getViewport();
      const left = placed.x * zoom + x;
      const top = placed.y * zoom + y;
      const dx = Math.max(0, MARGIN - left) || Math.min(0, width - MARGIN - (left + CARD.width * zoom));
      const dy = Math.max(0, MARGIN - top) || Math.min(0, height - FOOT - (top + placed.height * zoom));
      if (dx || dy) flow.setViewport({ x: x + dx, y: y + dy, zoom });
      if (!focus) return;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const card = wrapper.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(id)}"]`);
          card?.focus({ preventScroll: true });
        }),
      );
    },
    [flow, size, wrapper],
  );

  const onMove = useCallback((_: unknown, { zoom }: Viewport) => style(zoom), [style]);
  const start = useMemo(() => ({ x: MARGIN, y: MARGIN, zoom: 1 }), []);
  return { fit, reset, show, onMove, start };
}
