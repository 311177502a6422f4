import type { TFunction } from 'i18next';
import type { Comparison, MissingReason, TreeNode } from '../api/client';
import type { ComparisonName } from '../api/queries';
import { type Favour, favour, formatChange, formatShare } from '../format/change';
import { formatValue, unitSuffix } from '../format/number';
import { type FiscalCalendar, type Period, plus, yearBefore } from '../format/period';
import { type Language, periodLabel } from '../format/periodLabel';
import type { ShownStatus } from '../shell/StatusMark';

export interface ViewContext {
  t: TFunction;
  language: Language;
  calendar: FiscalCalendar;
  period: Period;
  partial: boolean;
  compare: ComparisonName;
  nameOf: (code: string) => string;
}

/** What one card, row or panel says about a node. */
export interface NodeFacts {
  value: string;
  exact: string;
  suffix: string;
  missing: boolean;
  reason: string | null;
  status: ShownStatus;
  comparison: Comparison | undefined;
  change: string | null;
  favour: Favour;
  share: string | null;
  attainment: number | null;
}

/** Inputs at fault that a reason names; the others are counted. */
const NAMED_INPUTS = 3;
const KNOWN_REASONS = ['DIVISION_BY_ZERO', 'NOT_A_NUMBER', 'NO_VALUE', 'FINER_THAN_GRAIN', 'NO_SUCH_PERIOD'] as const;

export function reasonText(
  reason: MissingReason | undefined,
  { t, nameOf }: Pick<ViewContext, 't' | 'nameOf'>,
  self?: string,
): string {
  const inputs = (reason?.inputs ?? []).filter((code) => code !== self).map(nameOf);
  if (reason?.code === 'NO_VALUE' && inputs.length > 0) {
    const named = inputs.slice(0, NAMED_INPUTS).join(', ');
    const count = inputs.length - NAMED_INPUTS;
    return count > 0
      ? t('reason.NO_VALUE_FOR_MORE', { inputs: named, count })
      : t('reason.NO_VALUE_FOR', { inputs: named });
  }
  const known = KNOWN_REASONS.find((code) => code === reason?.code);
  return t(`reason.${known ?? 'OTHER'}`);
}

export function statusOf(node: TreeNode, partial: boolean): ShownStatus {
  if (node.value === null) return node.comparisons.plan?.status ?? 'NO_DATA';
  return partial ? 'PARTIAL' : (node.comparisons.plan?.status ?? 'NO_TARGET');
}

/** What a comparison is called in this period: "Plan", "Sep 2026", "Oct 2025". */
export function againstLabel(
  name: ComparisonName,
  { t, period, language, calendar }: Pick<ViewContext, 't' | 'period' | 'language' | 'calendar'>,
): string {
  if (name === 'plan') return t('compare.plan');
  const other = name === 'previous' ? plus(period, -1) : yearBefore(period);
  return other ? periodLabel(other, language, calendar) : t(`compare.${name}`);
}

/** The comparisons that differ in this period: a year's previous period is its last year. */
export const comparisonsOf = (period: Period): ComparisonName[] =>
  period.grain === 'YEAR' ? ['plan', 'previous'] : ['plan', 'previous', 'same_period_last_year'];

export function changeText(comparison: Comparison | undefined, node: TreeNode, context: ViewContext): string | null {
  if (!comparison || comparison.delta == null) return null;
  if (comparison.delta === 0) return context.t(context.compare === 'plan' ? 'change.onPlan' : 'change.same');
  return formatChange(comparison, { unit: node.unit, decimals: node.decimals, language: context.language });
}

export function factsOf(node: TreeNode, context: ViewContext): NodeFacts {
  const format = { unit: node.unit, decimals: node.decimals, language: context.language };
  const comparison = node.comparisons[context.compare];
  const missing = node.value === null;
  return {
    value: formatValue(node.value, format),
    exact: formatValue(node.value, { ...format, exact: true }),
    suffix: missing ? '' : unitSuffix(node.unit),
    missing,
    reason: missing ? reasonText(node.reason, context, node.kpi) : null,
    status: statusOf(node, context.partial),
    comparison,
    change: changeText(comparison, node, context),
    // A part of a period beside a whole one says nothing about good or bad.
    favour: context.partial ? 'neutral' : favour(comparison?.delta, node.direction),
    share: comparison?.attainment == null ? null : formatShare(comparison.attainment),
    attainment: comparison?.attainment ?? null,
  };
}

/** "New accounts, 148, off track, −17.8% against plan, unfavourable, collapsed": a node for a screen reader. */
export function spokenNode(node: TreeNode, facts: NodeFacts, context: ViewContext, collapsed: boolean): string {
  const { t } = context;
  const tone = { good: 'favourable', bad: 'unfavourable', neutral: 'neutral' } as const;
  const against = againstLabel(context.compare, context);
  const change =
    facts.change && facts.comparison?.delta !== 0
      ? t(`spoken.${tone[facts.favour]}`, { change: facts.change, against })
      : facts.change;
  const value = facts.missing ? facts.reason : facts.value + (facts.suffix ? ` ${facts.suffix}` : '');
  return [node.name, value, t(`status.${facts.status}`), change, collapsed ? t('spoken.collapsed') : null]
    .filter(Boolean)
    .join(', ');
}
