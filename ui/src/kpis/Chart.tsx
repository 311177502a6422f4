import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Kpi } from '../api/client';
import { formatValue } from '../format/number';
import { type FiscalCalendar, parsePeriod } from '../format/period';
import { periodLabel } from '../format/periodLabel';
import { currentLanguage } from '../i18n';
import { useShownTheme } from '../shell/theme';
import { chartOption } from './chartOption';
import { echarts } from './echarts';
import type { Point } from './series';

/** Below this width in pixels an axis has room for few words. */
const NARROW = 480;

interface Props {
  kpi: Kpi;
  points: Point[];
  calendar: FiscalCalendar;
  height: number;
  label: string;
}

/** Actual against plan; arrow keys read one period after the other. */
export function Chart({ kpi, points, calendar, height, label }: Props) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const theme = useShownTheme();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof echarts.init> | null>(null);
  const [read, setRead] = useState<number | null>(null);

  useEffect(() => {
    if (!box.current) return;
    const instance = echarts.init(box.current, undefined, { renderer: 'svg' });
    chart.current = instance;
    const observer = new ResizeObserver(() => instance.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      instance.dispose();
    };
  }, []);

  useEffect(() => {
    const words = {
      actual: t('kpis.actual'),
      plan: t('kpis.plan'),
      partial: (period: string) => t('kpis.partialPeriod', { period }),
    };
    const narrow = (box.current?.clientWidth ?? 0) < NARROW;
    chart.current?.setOption(
      chartOption({ kpi, points, calendar, language, words, narrow, dark: theme === 'dark' }),
      true,
    );
  }, [kpi, points, calendar, language, theme, t]);

  const move = (event: React.KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max((read ?? (step > 0 ? -1 : points.length)) + step, 0), points.length - 1);
    setRead(next);
    chart.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: next });
  };

  const point = read === null ? undefined : points[read];
  const period = parsePeriod(point?.period);
  const format = { unit: kpi.unit, decimals: kpi.decimals, language };
  return (
    <>
      <div
        ref={box}
        className="chart"
        style={{ height }}
        role="img"
        aria-label={`${label} ${t('kpis.chartKeys')}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart is read period by period with the arrow keys
        tabIndex={0}
        onKeyDown={move}
        data-testid="chart"
      />
      <p className="visually-hidden" aria-live="polite">
        {point && period
          ? `${periodLabel(period, language, calendar)}: ${t('kpis.actual')} ${formatValue(point.actual, format)}, ${t('kpis.plan')} ${formatValue(point.plan, format)}`
          : ''}
      </p>
    </>
  );
}
