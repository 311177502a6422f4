import type { KeyboardEvent, ReactNode } from 'react';

interface Option<T extends string> {
  value: T;
  label: ReactNode;
  name?: string;
}

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
}

/** One choice of few, as a radio group: one tab stop, arrows choose. */
export function Segmented<T extends string>({ label, value, options, onChange }: Props<T>) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const index = options.findIndex((option) => option.value === value);
    const next = (index + step + options.length) % options.length;
    const chosen = options[next];
    if (!chosen) return;
    onChange(chosen.value);
    (event.currentTarget.children[next] as HTMLElement).focus();
  };
  return (
    <div className="seg" role="radiogroup" aria-label={label} onKeyDown={move}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a native radio cannot hold an icon and keep the one tab stop
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          aria-label={option.name}
          title={option.name}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
