import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark' | 'system';

const darkQuery = () => window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function storedTheme(): Theme {
  const stored = localStorage.getItem('theme');
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function apply() {
  const theme = storedTheme();
  const dark = theme === 'dark' || (theme === 'system' && darkQuery().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

export function chooseTheme(theme: Theme) {
  if (theme === 'system') localStorage.removeItem('theme');
  else localStorage.setItem('theme', theme);
  apply();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  const query = darkQuery();
  query.addEventListener('change', apply);
  return () => {
    listeners.delete(listener);
    query.removeEventListener('change', apply);
  };
}

const shown = () => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

export const useTheme = () => useSyncExternalStore(subscribe, storedTheme);
/** The scheme on the screen, with `system` resolved. */
export const useShownTheme = (): 'light' | 'dark' => useSyncExternalStore(subscribe, shown);
