import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layOut, type Placed } from './layout';
import { OutlineRow } from './OutlineRow';
import { useTree } from './TreeContext';

/** The same tree as rows: a treegrid with one tab stop. On a small screen the root stands above it. */
export function Outline({ open, narrow }: { open: ReadonlySet<string>; narrow: boolean }) {
  const { t } = useTranslation();
  const { forest, selected, select, toggle, openKpi } = useTree();
  const grid = useRef<HTMLTableElement>(null);
  const rows = useMemo(
    () => layOut(forest, open).places.filter((placed) => !narrow || placed.parent !== null),
    [forest, open, narrow],
  );
  const [visited, setVisited] = useState<string | null>(null);
  const reachable = rows.find((row) => row.id === (visited ?? selected))?.id ?? rows[0]?.id;

  const focus = (row: Placed | undefined) => {
    if (!row) return;
    setVisited(row.id);
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"]`)?.focus(),
    );
  };
  const onKey = (event: KeyboardEvent<HTMLTableElement>) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row;
    const index = rows.findIndex((row) => row.id === id);
    const row = rows[index];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const commands: Record<string, () => void> = {
      arrowdown: () => focus(rows[index + 1]),
      arrowup: () => focus(rows[index - 1]),
      home: () => focus(rows[0]),
      end: () => focus(rows.at(-1)),
      arrowright: () =>
        row.drivers > 0 && !row.open ? toggle(row.kpi) : focus(rows.find((below) => below.parent === row.kpi)),
      arrowleft: () => (row.open ? toggle(row.kpi) : focus(rows.find((above) => above.id === row.parent))),
      ' ': () => (row.drivers > 0 ? toggle(row.kpi, event.shiftKey) : select(row.kpi)),
      enter: () => openKpi(row.kpi),
    };
    const command = commands[event.key.toLowerCase()];
    if (!command) return;
    command();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="outline">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a treegrid is a table whose rows open */}
      <table ref={grid} role="treegrid" aria-label={t('trees.canvas')} onKeyDown={onKey} data-testid="outline">
        <thead className={narrow ? 'visually-hidden' : undefined}>
          <tr>
            <th scope="col">{t('trees.kpi')}</th>
            <th scope="col" className="r">
              {t('trees.value')}
            </th>
            <th scope="col" className="r">
              {t('trees.change')}
            </th>
            <th scope="col" className="r">
              {t('trees.attainment')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <OutlineRow
              key={row.id}
              row={row}
              indent={narrow ? row.level - 1 : row.level}
              narrow={narrow}
              selected={row.id === selected}
              reachable={row.id === reachable}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
