import { useTranslation } from 'react-i18next';
import type { Grain } from '../api/client';
import { type FiscalCalendar, type Period, periodText, plus, regrain } from '../format/period';
import { periodLabel } from '../format/periodLabel';
import { currentLanguage } from '../i18n';
import { Icon } from '../shell/Icon';
import { Segmented } from '../shell/Segmented';

interface Props {
  period: Period | null;
  now: Period;
  grain: Grain;
  grains: readonly Grain[];
  calendar: FiscalCalendar;
  change: (entries: Record<string, string | null>) => void;
  hideGrain?: boolean;
}

/** Steps through periods and picks how long they are; the choice lives in the address. */
export function PeriodControls({ period, now, grain, grains, calendar, change, hideGrain }: Props) {
  const { t } = useTranslation();
  const go = (steps: number) => period && change({ period: periodText(plus(period, steps)), grain: null });
  const label = period ? periodLabel(period, currentLanguage(), calendar) : '';
  return (
    <>
      <div className="step">
        <button
          type="button"
          aria-label={t('trees.earlier')}
          title={`${t('trees.earlier')} (,)`}
          disabled={!period}
          onClick={() => go(-1)}
        >
          <Icon name="left" />
        </button>
        <span className="num" aria-live="polite" data-testid="period">
          {label}
        </span>
        <button
          type="button"
          aria-label={t('trees.later')}
          title={`${t('trees.later')} (.)`}
          disabled={!period || period.ordinal >= now.ordinal}
          onClick={() => go(1)}
        >
          <Icon name="right" />
        </button>
      </div>
      {grains.length > 1 && !hideGrain ? (
        <Segmented
          label={t('trees.grain')}
          value={grain}
          options={grains.map((value) => ({ value, label: t(`grain.${value}`) }))}
          onChange={(value) =>
            change({
              period: period ? periodText(regrain(period, value, calendar)) : null,
              grain: period ? null : value,
            })
          }
        />
      ) : null}
    </>
  );
}
