import type { TFunction } from 'i18next';
import type { Unit } from '../api/client';

/** A unit in words: "KRW", "GWh", "Percent", "KRW / account". */
export function unitText(unit: Unit, t: TFunction): string {
  const own = unit.label ?? unit.currency ?? t(`units.${unit.type}`);
  return unit.per ? `${own} / ${unitText(unit.per, t)}` : own;
}
