import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { asProblem, type ProblemError } from '../api/problem';
import { forget, returnPath } from './session';

export type Faults = Partial<Record<string, string>>;

interface Options<V> {
  initial: V;
  /** Faults that need no server, by JSON pointer. */
  check: (values: V) => Faults;
  send: (values: V) => Promise<unknown>;
}

/** Values, faults by JSON pointer and submission of a form that ends signed in. */
export function useAuthForm<V extends Record<string, string>>({ initial, check, send }: Options<V>) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(initial);
  const [local, setLocal] = useState<Faults>({});
  const sending = useMutation({
    mutationFn: send,
    onSuccess: () => {
      forget(queries);
      navigate(returnPath(search), { replace: true });
    },
  });
  const error: ProblemError | null = sending.error ? asProblem(sending.error) : null;

  const set = (name: keyof V) => (value: string) => setValues((before) => ({ ...before, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const faults = check(values);
    setLocal(faults);
    if (Object.keys(faults).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    sending.mutate(values);
  };
  return { form, values, set, submit, error, faults: { ...error?.fields, ...local }, sending: sending.isPending };
}
