/** How many spark-line requests run at once: few enough to leave the connection free for what a person asks next. */
export const CONCURRENT_SERIES = 6;

/** Runs at most `limit` of the given tasks at once; an aborted one that still waits is dropped. */
export function limiter(limit: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  const release = () => {
    running -= 1;
    waiting.shift()?.();
  };
  return async function limited<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      signal?.throwIfAborted();
      return await task();
    } finally {
      release();
    }
  };
}

export const seriesLimit = limiter(CONCURRENT_SERIES);
