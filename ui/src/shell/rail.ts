import { useCallback, useState } from 'react';

type Kind = 'tree' | 'page';

function stored(): Partial<Record<Kind, boolean>> {
  try {
    return JSON.parse(localStorage.getItem('rail') ?? '{}');
  } catch {
    return {};
  }
}

/** Whether the navigation is the narrow rail: by default where a tree needs the width, as chosen afterwards. */
export function useRail(onTree: boolean) {
  const kind: Kind = onTree ? 'tree' : 'page';
  const [chosen, setChosen] = useState(stored);
  const railed = chosen[kind] ?? onTree;
  const toggle = useCallback(() => {
    const next = { ...stored(), [kind]: !railed };
    localStorage.setItem('rail', JSON.stringify(next));
    setChosen(next);
  }, [kind, railed]);
  return { railed, toggle };
}
