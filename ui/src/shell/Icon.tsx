const PATHS = {
  tree: 'M2.5 8h3m0 0V3.5h3M5.5 8v4.5h3M5.5 8h3M8.5 2h5v3h-5zM8.5 6.5h5v3h-5zM8.5 11h5v3h-5z',
  kpi: 'M2 13.5h12M3.5 11V8M6.5 11V5M9.5 11V7M12.5 11V3',
  outline: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1',
  down: 'M4.5 6.5L8 10l3.5-3.5',
  left: 'M9.5 4L5.5 8l4 4',
  right: 'M6.5 4l4 4-4 4',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.3 10.3l3.200 3.200',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3.500 8.500l3 3 6-7',
  part: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM8 5v3.500M8 11v.1',
  link: 'M6.500 9.500l3-3M7 4.500l1.500-1.500a3 3 0 0 1 4.500 4.500L11.500 9M9 11.500L7.500 13A3 3 0 0 1 3 8.500L4.500 7',
  fit: 'M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10',
  plus: 'M8 3.500v9M3.500 8h9',
  minus: 'M3.500 8h9',
  rail: 'M2.500 3h11v10h-11zM6 3v10',
  user: 'M8 8.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.500 14c.5-3 2.700-4 5.500-4s5 1 5.500 4',
  more: 'M3.500 8h.1M8 8h.1M12.500 8h.1',
  table: 'M2.500 3h11v10h-11zM2.500 6.500h11M2.500 9.750h11M6.500 3v10',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size }: { name: IconName; size?: 's' | 'xs' }) {
  return (
    <svg className={size ? `ic ${size}` : 'ic'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Direction of a change: the arrow says where it went, the colour around it whether that is wanted. */
export function ChangeArrow({ delta }: { delta: number }) {
  return (
    <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
      <path d={delta > 0 ? 'M4 1l3.500 6h-7z' : 'M4 7L.5 1h7z'} fill="currentColor" />
    </svg>
  );
}
