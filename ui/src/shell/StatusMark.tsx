import { useTranslation } from 'react-i18next';
import type { Status } from '../api/client';

/** A status as the pages show it; an unfinished period has none of its own. */
export type ShownStatus = Status | 'PARTIAL';

const STROKE = { stroke: 'var(--surface)', strokeWidth: 1.6, strokeLinecap: 'round', fill: 'none' } as const;

function Shape({ status }: { status: ShownStatus }) {
  switch (status) {
    case 'ON_TRACK':
      return (
        <>
          <circle cx="7" cy="7" r="6.2" fill="var(--good)" />
          <path d="M4.2 7.2l2 2 3.700-4.200" {...STROKE} strokeLinejoin="round" />
        </>
      );
    case 'AT_RISK':
      return (
        <>
          <path d="M7 1.2L13.3 12.600H.7z" fill="var(--risk-mark)" stroke="var(--risk-mark)" strokeLinejoin="round" />
          <path d="M7 5.3v3.400M7 10.700v.1" {...STROKE} />
        </>
      );
    case 'OFF_TRACK':
      return (
        <>
          <rect x="1" y="1" width="12" height="12" rx="2" fill="var(--bad)" />
          <path d="M4.5 4.500l5 5M9.500 4.500l-5 5" {...STROKE} />
        </>
      );
    case 'NO_TARGET':
      return <circle cx="7" cy="7" r="5.5" fill="none" stroke="var(--ink-3)" strokeWidth="1.4" />;
    case 'NO_DATA':
      return (
        <circle cx="7" cy="7" r="5.5" fill="none" stroke="var(--ink-3)" strokeWidth="1.4" strokeDasharray="2.4 2" />
      );
    case 'PARTIAL':
      return (
        <path
          d="M1.500 10L10 1.500M3.500 12.500l9-9M7.500 13l5.500-5.500"
          stroke="var(--ink-3)"
          strokeWidth="1.4"
          strokeLinecap="round"
        />
      );
  }
}

export function StatusMark({ status, size = 14, silent }: { status: ShownStatus; size?: number; silent?: boolean }) {
  const { t } = useTranslation();
  const name = t(`status.${status}`);
  const shape = <Shape status={status} />;
  if (silent) {
    return (
      <svg
        className="mark-shape"
        width={size}
        height={size}
        viewBox="0 0 14 14"
        aria-hidden="true"
        data-status={status}
      >
        {shape}
      </svg>
    );
  }
  return (
    <svg
      className="mark-shape"
      width={size}
      height={size}
      viewBox="0 0 14 14"
      role="img"
      aria-label={name}
      data-status={status}
    >
      <title>{name}</title>
      {shape}
    </svg>
  );
}

const TONES: Record<ShownStatus, string> = {
  ON_TRACK: 'good',
  AT_RISK: 'risk',
  OFF_TRACK: 'bad',
  NO_TARGET: 'soft',
  NO_DATA: 'soft',
  PARTIAL: 'soft',
};

/** Mark and word together. */
export function StatusWord({ status }: { status: ShownStatus }) {
  const { t } = useTranslation();
  return (
    <span className={`st ${TONES[status]}`} data-testid="status" data-status={status}>
      <StatusMark status={status} silent />
      {t(`status.${status}`)}
    </span>
  );
}
