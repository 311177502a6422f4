import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { client, unwrap } from '../api/client';
import { AuthFrame, FormFault } from './AuthFrame';
import { Field, PasswordField } from './fields';
import { type Faults, useAuthForm } from './useAuthForm';

const POINTERS = ['/tenant', '/email', '/password'] as const;

export function SignInPage() {
  const { t } = useTranslation();
  const { search } = useLocation();
  const expired = new URLSearchParams(search).has('return');
  const { form, values, set, submit, error, faults, sending } = useAuthForm({
    initial: { tenant: '', email: '', password: '' },
    check: (given) => {
      const missing: Faults = {};
      for (const [name, value] of Object.entries(given)) if (!value.trim()) missing[`/${name}`] = t('auth.required');
      return missing;
    },
    send: ({ tenant, email, password }) =>
      unwrap(client.POST('/api/v1/auth/login', { body: { tenant: tenant.trim(), email: email.trim(), password } })),
  });
  return (
    <AuthFrame
      title={t('auth.signIn')}
      lead={t('auth.signInLead')}
      note={expired ? t('auth.expired') : undefined}
      foot={
        <>
          <span>{t('auth.noAccount')}</span>
          <Link className="link" to="/signup">
            {t('auth.signUp')}
          </Link>
        </>
      }
    >
      <form ref={form} onSubmit={submit} noValidate>
        <FormFault error={error} known={POINTERS} />
        <Field
          name="tenant"
          label={t('auth.organization')}
          hint={t('auth.organizationHint')}
          autoComplete="organization"
          value={values.tenant}
          onChange={set('tenant')}
          fault={faults['/tenant']}
        />
        <Field
          name="email"
          type="email"
          label={t('auth.email')}
          autoComplete="username"
          value={values.email}
          onChange={set('email')}
          fault={faults['/email']}
        />
        <PasswordField
          name="password"
          label={t('auth.password')}
          autoComplete="current-password"
          value={values.password}
          onChange={set('password')}
          fault={faults['/password']}
        />
        <button type="submit" className="btn main-act" disabled={sending}>
          {sending ? t('auth.working') : t('auth.signIn')}
        </button>
      </form>
    </AuthFrame>
  );
}
