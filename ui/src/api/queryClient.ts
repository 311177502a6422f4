import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem';

/** Attempts after the first, and only where trying again can help. */
const RETRIES = 2;
const FRESH_MS = 30_000;

const worthRetrying = (error: unknown) =>
  error instanceof ProblemError && (error.status === 0 || error.status === 429 || error.status >= 502);

/** `onSignedOut` runs when any answer says that nobody is signed in. */
export function queryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ProblemError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < RETRIES && worthRetrying(error),
      },
    },
  });
}
