import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

export const MENU_CLASSES = {
  dropdown: 'menu',
  item: 'menu-item',
  label: 'menu-label',
  divider: 'menu-line',
  itemLabel: 'grow',
};

interface Props<T extends string> {
  /** What is chosen; read after the present value. */
  label: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onChange: (value: T) => void;
  children: ReactNode;
  className?: string;
  testId?: string;
}

/** A menu that picks one of several values; its button shows the present one. */
export function Choice<T extends string>({ label, value, options, onChange, children, className, testId }: Props<T>) {
  return (
    <Menu position="bottom-start" offset={4} classNames={MENU_CLASSES} transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <button type="button" className={className ?? 'btn'} data-testid={testId}>
          {children}
          <span className="visually-hidden">{label}</span>
          <Icon name="down" size="s" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {options.map(([option, text]) => (
          <Menu.Item
            key={option}
            role="menuitemradio"
            aria-checked={option === value}
            onClick={() => onChange(option)}
            rightSection={option === value ? <Icon name="check" size="s" /> : undefined}
          >
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
