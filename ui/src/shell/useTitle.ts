import { useEffect } from 'react';

/** The name of the page in the browser's tab, for as long as it is shown. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · PlanitAI KPI` : 'PlanitAI KPI';
  }, [title]);
}
