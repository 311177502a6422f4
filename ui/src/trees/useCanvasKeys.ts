import { type KeyboardEvent, useCallback } from 'react';
import { isTyping } from '../shell/keys';
import { type Layout, neighbour } from './layout';
import { useTree } from './TreeContext';
import { ZOOM_STEP } from './useCanvasView';

interface Actions {
  layout: Layout;
  show: (id: string) => void;
  fit: () => void;
  reset: () => void;
  zoom: (by: number) => void;
  onOutline: () => void;
}

/** Keys of the canvas, taken only while a card of it has the focus. */
export function useCanvasKeys({ layout, show, fit, reset, zoom, onOutline }: Actions) {
  const { select, toggle, openKpi } = useTree();
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const id = (event.target as HTMLElement).closest<HTMLElement>('[data-place]')?.dataset.place;
      if (!id || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest('button')) return;
      const placed = layout.byId.get(id);
      const commands: Record<string, () => void> = {
        enter: () => {
          if (placed?.kind === 'card') openKpi(placed.kpi);
          if (placed?.kind !== 'chip') return;
          select(placed.kpi);
          show(placed.kpi);
        },
        ' ': () => placed && toggle(placed.kpi, event.shiftKey),
        escape: () => select(null),
        '+': () => zoom(ZOOM_STEP),
        '=': () => zoom(ZOOM_STEP),
        '-': () => zoom(1 / ZOOM_STEP),
        '0': reset,
        f: fit,
        o: onOutline,
      };
      const command = commands[event.key.toLowerCase()];
      if (command) {
        command();
      } else if (event.key.startsWith('Arrow')) {
        const next = neighbour(layout, id, event.key);
        if (next) {
          if (layout.byId.get(next)?.kind === 'card') select(next);
          show(next);
        }
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    },
    [layout, show, fit, reset, zoom, onOutline, select, toggle, openKpi],
  );
}
