import { memo } from 'react';
import { edgePath, joint } from './edges';
import { ancestors, type Layout } from './layout';
import { OperatorMark } from './OperatorMark';
import { useTree } from './TreeContext';

/** All edges as paths of one drawing, and the operators that make the tree read as arithmetic. */
export const EdgeLayer = memo(function EdgeLayer({ layout, selected }: { layout: Layout; selected: string | null }) {
  const { operators } = useTree();
  const hot = new Set(selected ? [selected, ...ancestors(layout, selected)] : []);
  const drivers = layout.places.filter((placed) => placed.parent !== null);
  return (
    <>
      <svg className="edges" width={layout.width} height={layout.height} aria-hidden="true">
        {drivers.map((placed) => {
          const parent = layout.byId.get(placed.parent ?? '');
          if (!parent) return null;
          const classes = [placed.influence && 'inf', hot.has(placed.id) && 'hot'].filter(Boolean).join(' ');
          return <path key={placed.id} d={edgePath(parent, placed)} className={classes} data-edge={placed.id} />;
        })}
      </svg>
      {drivers.map((placed) => {
        const operator = placed.influence ? '≈' : operators.get(placed.parent ?? '')?.get(placed.kpi);
        if (!operator) return null;
        const { x, y } = joint(placed);
        return (
          <span
            key={placed.id}
            className={hot.has(placed.id) ? 'op hot' : 'op'}
            style={{ left: x, top: y }}
            aria-hidden="true"
          >
            <OperatorMark operator={operator} />
          </span>
        );
      })}
    </>
  );
});
