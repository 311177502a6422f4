import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { InspectorBody } from './Inspector';
import { useTree } from './TreeContext';

/** The inspector where there is no room beside the tree: from the right, on a phone from below. */
export function InspectorSheet({ code, bottom }: { code: string | null; bottom: boolean }) {
  const { t } = useTranslation();
  const { forest, select, kpiPath } = useTree();
  const node = code ? forest.nodes.get(code) : undefined;
  return (
    <Drawer
      opened={node !== undefined}
      onClose={() => select(null)}
      position={bottom ? 'bottom' : 'right'}
      size={bottom ? 'auto' : 340}
      withCloseButton={false}
      padding={0}
      transitionProps={{ duration: 180 }}
      classNames={{ content: bottom ? 'sheet sheet-bottom' : 'sheet', body: 'insp' }}
      overlayProps={{ backgroundOpacity: 0.3 }}
      aria-label={node ? t('trees.details', { name: node.name }) : undefined}
    >
      {node ? (
        <>
          <div className="insp-body">
            <InspectorBody node={node} />
          </div>
          <div className="insp-foot">
            <button type="button" className="btn grow" onClick={() => select(null)}>
              {t('trees.close')}
            </button>
            <Link className="btn main-act grow" to={kpiPath(node.kpi)}>
              {t('trees.openKpi')}
            </Link>
          </div>
        </>
      ) : null}
    </Drawer>
  );
}
