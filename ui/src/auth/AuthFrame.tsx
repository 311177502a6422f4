import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProblemError } from '../api/problem';
import { chooseLanguage, currentLanguage, LANGUAGES } from '../i18n';
import { Choice } from '../shell/Choice';
import { useTitle } from '../shell/useTitle';

interface Props {
  title: string;
  lead: string;
  note?: string;
  children: ReactNode;
  foot: ReactNode;
}

export function AuthFrame({ title, lead, note, children, foot }: Props) {
  const { t } = useTranslation();
  useTitle(title);
  const language = currentLanguage();
  return (
    <main className="auth">
      <div className="auth-card">
        <div className="auth-brand">
          <img src="/favicon.svg" width="28" height="28" alt="" />
          <span className="grow">{t('app.name')}</span>
          <Choice
            className="btn ghost"
            label={t('user.language')}
            value={language}
            options={LANGUAGES}
            onChange={chooseLanguage}
          >
            {LANGUAGES.find(([code]) => code === language)?.[1]}
          </Choice>
        </div>
        <div>
          <h1>{title}</h1>
          <p className="soft">{lead}</p>
        </div>
        {note ? <p className="auth-note">{note}</p> : null}
        {children}
        <div className="auth-foot">{foot}</div>
      </div>
    </main>
  );
}

/** A fault that belongs to no single field. */
export function FormFault({ error, known }: { error: ProblemError | null; known: readonly string[] }) {
  if (!error) return null;
  const { problem, fields } = error;
  const elsewhere = (problem.errors ?? []).filter((fault) => !fault.pointer || !known.includes(fault.pointer));
  const placed = Object.keys(fields).some((pointer) => known.includes(pointer));
  if (placed && elsewhere.length === 0) return null;
  return (
    <div className="auth-fault" role="alert" data-testid="form-fault">
      <p className="strong">{problem.title}</p>
      {problem.detail && problem.detail !== problem.title ? <p>{problem.detail}</p> : null}
      {elsewhere.map((fault) => (
        <p key={fault.code + fault.message}>{fault.message}</p>
      ))}
    </div>
  );
}
