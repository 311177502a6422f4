import { useTranslation } from 'react-i18next';
import { ChangeArrow } from '../shell/Icon';
import type { NodeFacts } from './facts';

/** Attainment over which the bar is cut off, as a share of the reference. */
const FULL = 1.2;
const percent = (share: number) => `${(Math.min(Math.max(share, 0), FULL) / FULL) * 100}%`;

/** Attainment from 0 to 120 % with a tick at the reference. */
export function Bullet({ attainment }: { attainment: number | null }) {
  if (attainment === null) return null;
  return (
    <div className="bul" aria-hidden="true">
      <i style={{ width: percent(attainment) }} />
      <b style={{ left: percent(1) }} />
    </div>
  );
}

export function Change({ facts }: { facts: NodeFacts }) {
  if (!facts.change) return null;
  const delta = facts.comparison?.delta ?? 0;
  const tone = facts.favour === 'neutral' ? 'soft' : facts.favour;
  return (
    <span className={`d ${delta === 0 ? '' : tone}`} data-testid="change">
      {delta === 0 ? null : <ChangeArrow delta={delta} />}
      {facts.change}
    </span>
  );
}

/** Characters of value and unit together that fit a card beside its spark line. */
const CARD_ROOM = 10;
/** A longer unit is a word ("accounts"), which the name of the KPI says already; GWh, 件 and kg say something new. */
const CARD_UNIT = 4;

export function Value({ facts, tight }: { facts: NodeFacts; tight?: boolean }) {
  const { t } = useTranslation();
  const fits = !tight || (facts.suffix.length <= CARD_UNIT && facts.value.length + facts.suffix.length <= CARD_ROOM);
  return (
    <span
      className="v num"
      data-testid="value"
      title={facts.missing ? undefined : `${facts.exact} ${facts.suffix}`.trim()}
    >
      {facts.missing ? <span className="visually-hidden">{t('status.NO_DATA')}</span> : null}
      <span aria-hidden={facts.missing}>{facts.value}</span>
      {facts.suffix && fits ? <span className="suffix">{facts.suffix}</span> : null}
    </span>
  );
}
