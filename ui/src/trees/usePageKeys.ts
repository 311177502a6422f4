import { useEffect } from 'react';
import { periodText, plus } from '../format/period';
import { isTyping } from '../shell/keys';
import type { usePeriod } from './usePeriod';
import type { useTreeView } from './useTreeView';

interface Keys {
  frame: ReturnType<typeof usePeriod>;
  view: ReturnType<typeof useTreeView>;
}

/** `,` and `.` step through periods, `O` switches between canvas and outline. */
export function usePageKeys({ frame, view }: Keys) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const { period, now } = frame;
      if (event.key === ',' && period) view.change({ period: periodText(plus(period, -1)), grain: null });
      if (event.key === '.' && period && period.ordinal < now.ordinal) {
        view.change({ period: periodText(plus(period, 1)), grain: null });
      }
      if (event.key.toLowerCase() === 'o') view.change({ view: view.view === 'outline' ? 'canvas' : 'outline' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [frame, view]);
}
