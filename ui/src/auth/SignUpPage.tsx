import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { client, unwrap } from '../api/client';
import { currentLanguage } from '../i18n';
import { AuthFrame, FormFault } from './AuthFrame';
import { Field, PasswordField } from './fields';
import { slugOf } from './slug';
import { type Faults, useAuthForm } from './useAuthForm';

const SLUG = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** Characters. */
const PASSWORD_MIN = 10;
const POINTERS = ['/organization/name', '/organization/slug', '/user/name', '/user/email', '/user/password'] as const;

type Values = Record<'organization' | 'slug' | 'name' | 'email' | 'password', string>;

function useCheck() {
  const { t } = useTranslation();
  return ({ organization, slug, name, email, password }: Values): Faults => {
    const faults: Faults = {};
    if (!organization.trim()) faults['/organization/name'] = t('auth.required');
    if (!SLUG.test(slug)) faults['/organization/slug'] = t('auth.slugWrong');
    if (!name.trim()) faults['/user/name'] = t('auth.required');
    if (!EMAIL.test(email.trim())) faults['/user/email'] = t('auth.emailWrong');
    if (password.length < PASSWORD_MIN) faults['/user/password'] = t('auth.passwordShort');
    return faults;
  };
}

const signUp = ({ organization, slug, name, email, password }: Values) =>
  unwrap(
    client.POST('/api/v1/auth/signup', {
      body: {
        organization: { slug, name: organization.trim() },
        user: { email: email.trim(), name: name.trim(), password },
        locale: currentLanguage(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
    }),
  );

export function SignUpPage() {
  const { t } = useTranslation();
  const check = useCheck();
  const initial: Values = { organization: '', slug: '', name: '', email: '', password: '' };
  const { form, values, set, submit, error, faults, sending } = useAuthForm({ initial, check, send: signUp });
  const nameOrganization = (value: string) => {
    if (values.slug === slugOf(values.organization)) set('slug')(slugOf(value));
    set('organization')(value);
  };
  const field = (name: keyof Values, pointer: (typeof POINTERS)[number]) => ({
    name,
    value: values[name],
    onChange: set(name),
    fault: faults[pointer],
  });
  return (
    <AuthFrame
      title={t('auth.signUp')}
      lead={t('auth.signUpLead')}
      foot={
        <>
          <span>{t('auth.haveAccount')}</span>
          <Link className="link" to="/signin">
            {t('auth.signIn')}
          </Link>
        </>
      }
    >
      <form ref={form} onSubmit={submit} noValidate>
        <FormFault error={error} known={POINTERS} />
        <Field
          {...field('organization', '/organization/name')}
          onChange={nameOrganization}
          label={t('auth.organizationName')}
          autoComplete="organization"
        />
        <Field
          {...field('slug', '/organization/slug')}
          label={t('auth.slug')}
          hint={t('auth.slugHint')}
          autoComplete="off"
        />
        <Field {...field('name', '/user/name')} label={t('auth.name')} autoComplete="name" />
        <Field {...field('email', '/user/email')} type="email" label={t('auth.email')} autoComplete="username" />
        <PasswordField
          {...field('password', '/user/password')}
          label={t('auth.password')}
          hint={t('auth.passwordHint')}
          autoComplete="new-password"
        />
        <button type="submit" className="btn main-act" disabled={sending}>
          {sending ? t('auth.working') : t('auth.signUp')}
        </button>
      </form>
    </AuthFrame>
  );
}
