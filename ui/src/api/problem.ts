import i18n from '../i18n';
import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Messages by JSON pointer (`/user/email`), for the fields of a form. */
  get fields(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const fault of this.problem.errors ?? []) {
      if (fault.pointer && !fields[fault.pointer]) fields[fault.pointer] = fault.message;
    }
    return fields;
  }
}

/** A problem out of whatever came back, since a proxy in between may answer with something else than problem+json. */
export function problemFrom(status: number, body: unknown): ProblemError {
  const given = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  return new ProblemError({
    ...given,
    type: given.type ?? 'about:blank',
    title: given.title ?? i18n.t('errors.unexpected', { status }),
    status,
  });
}

export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError({ type: 'about:blank', title: i18n.t('errors.broken'), status: 0 });
}
