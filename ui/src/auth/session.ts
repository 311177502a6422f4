import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../api/client';

/** Only a path of this app: an address taken from the query must not lead elsewhere. */
export function returnPath(search: string): string {
  const path = new URLSearchParams(search).get('return') ?? '';
  return /^\/(?![/\\])/.test(path) ? path : '/trees';
}

export const signInPath = (from: string) =>
  from === '/' || from === '/trees' ? '/signin' : `/signin?return=${encodeURIComponent(from)}`;

/** Drops what belonged to whoever was signed in before, so that nothing of one tenant is shown to another. */
export function forget(queries: QueryClient) {
  queries.cancelQueries();
  queries.clear();
}

export function useSignOut() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useCallback(async () => {
    await client.POST('/api/v1/auth/logout').catch(() => undefined);
    forget(queries);
    navigate('/signin');
  }, [navigate, queries]);
}
