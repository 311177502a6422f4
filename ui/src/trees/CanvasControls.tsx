import { useReactFlow, useViewport } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shell/Icon';
import { ZOOM_STEP } from './useCanvasView';

export function CanvasControls({ fit, reset }: { fit: () => void; reset: () => void }) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const { zoom } = useViewport();
  const by = (factor: number) => flow.zoomTo(flow.getZoom() * factor, { duration: 120 });
  return (
    <div className="hud">
      <button
        type="button"
        aria-label={t('trees.zoomOut')}
        title={t('trees.zoomOut')}
        onClick={() => by(1 / ZOOM_STEP)}
      >
        <Icon name="minus" />
      </button>
      <button type="button" className="z num" title={t('trees.actual')} onClick={reset}>
        {Math.round(zoom * 100)}%
      </button>
      <button type="button" aria-label={t('trees.zoomIn')} title={t('trees.zoomIn')} onClick={() => by(ZOOM_STEP)}>
        <Icon name="plus" />
      </button>
      <button type="button" aria-label={t('trees.fit')} title={t('trees.fit')} onClick={fit}>
        <Icon name="fit" />
      </button>
    </div>
  );
}
