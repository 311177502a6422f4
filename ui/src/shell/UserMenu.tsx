import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/queries';
import { useSignOut } from '../auth/session';
import { chooseLanguage, currentLanguage, LANGUAGES } from '../i18n';
import { MENU_CLASSES } from './Choice';
import { Icon } from './Icon';
import { chooseTheme, type Theme, useTheme } from './theme';

const THEMES: readonly Theme[] = ['light', 'dark', 'system'];

export const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase())
    .join('');

function Checked({ on }: { on: boolean }) {
  return on ? <Icon name="check" size="s" /> : null;
}

/** Who is signed in; language, theme and the way out. */
export function UserMenu({ variant }: { variant: 'nav' | 'tab' }) {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const theme = useTheme();
  const language = currentLanguage();
  const signOut = useSignOut();
  const user = me.data?.user;
  return (
    <Menu position="top-start" offset={6} width={220} classNames={MENU_CLASSES} transitionProps={{ duration: 120 }}>
      <Menu.Target>
        {variant === 'nav' ? (
          <button type="button" className="item tall" data-testid="user-menu">
            <span className="ava" aria-hidden="true">
              {initials(user?.name ?? '')}
            </span>
            <span className="label grow cut">{user?.name}</span>
            <span className="visually-hidden">{t('user.menu')}</span>
          </button>
        ) : (
          <button type="button" data-testid="user-menu-tab">
            <Icon name="user" />
            {t('nav.account')}
            <span className="visually-hidden">{t('user.menu')}</span>
          </button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user?.email}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('user.language')}</Menu.Label>
        {LANGUAGES.map(([code, name]) => (
          <Menu.Item
            key={code}
            lang={code}
            role="menuitemradio"
            aria-checked={code === language}
            rightSection={<Checked on={code === language} />}
            onClick={() => chooseLanguage(code)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('user.theme')}</Menu.Label>
        {THEMES.map((option) => (
          <Menu.Item
            key={option}
            role="menuitemradio"
            aria-checked={option === theme}
            rightSection={<Checked on={option === theme} />}
            onClick={() => chooseTheme(option)}
          >
            {t(`user.${option}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={signOut} data-testid="sign-out">
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
