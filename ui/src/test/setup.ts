import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';

class StillObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** What jsdom lacks. Media queries match by the width that a test sets on the window. */
beforeEach(() => {
  vi.stubGlobal('ResizeObserver', StillObserver);
  window.innerWidth = 1440;
  window.matchMedia = (query) => {
    const [, kind, width] = /\((max|min)-width: (\d+)px\)/.exec(query) ?? [];
    const matches =
      kind === 'max' ? window.innerWidth <= Number(width) : kind === 'min' ? window.innerWidth >= Number(width) : false;
    return {
      matches,
      media: query,
      addEventListener() {},
      removeEventListener() {},
      addListener() {},
      removeListener() {},
    } as never;
  };
  window.HTMLElement.prototype.scrollIntoView = () => undefined;
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});
