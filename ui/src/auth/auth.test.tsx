import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp, stubServer } from '../test/render';
import { shop } from '../test/shop';
import { returnPath } from './session';
import { slugOf } from './slug';

const wrong = {
  status: 401,
  body: {
    type: '/problems/unauthenticated',
    title: 'Wrong organization, email or password',
    status: 401,
    traceId: 'abc',
  },
};

async function fillSignIn() {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Organization'), 'shop');
  await user.type(screen.getByLabelText('Email'), 'mina@example.com');
  await user.type(screen.getByLabelText('Password'), 'correct horse');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('signing in', () => {
  it('returnsToThePageThatAskedForIt', async () => {
    let signedIn = false;
    const answers = shop();
    const me = answers['GET /api/v1/me'];
    const calls = stubServer({
      ...answers,
      'GET /api/v1/me': (request) =>
        signedIn && me ? me(request) : { status: 401, body: { title: 'Not signed in', status: 401 } },
      'POST /api/v1/auth/login': () => {
        signedIn = true;
        return { body: {} };
      },
    });
    const { router } = renderApp('/kpis?q=bas');
    await fillSignIn();
    await waitFor(() => expect(router.state.location.pathname + router.state.location.search).toBe('/kpis?q=bas'));
    expect(await screen.findByRole('link', { name: 'Basket' })).toBeVisible();
    expect(calls.find((call) => call.key === 'POST /api/v1/auth/login')?.body).toEqual({
      tenant: 'shop',
      email: 'mina@example.com',
      password: 'correct horse',
    });
  });

  it('saysWhyItFailedAndKeepsWhatWasTyped', async () => {
    stubServer({ 'POST /api/v1/auth/login': () => wrong });
    renderApp('/signin');
    await fillSignIn();
    expect(await screen.findByRole('alert')).toHaveTextContent('Wrong organization, email or password');
    expect(screen.getByLabelText('Organization')).toHaveValue('shop');
  });

  it('asksForWhatIsMissingBeforeAskingTheServer', async () => {
    const calls = stubServer({});
    renderApp('/signin');
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(screen.getAllByText('Needed')).toHaveLength(3);
    expect(calls).toHaveLength(0);
  });

  it('leadsNowhereOutsideOfTheApp', () => {
    expect(returnPath('?return=%2F%2Fevil.example')).toBe('/trees');
    expect(returnPath('?return=https%3A%2F%2Fevil.example')).toBe('/trees');
    expect(returnPath('?return=%2F%5Cevil.example')).toBe('/trees');
    expect(returnPath('?return=%2Fkpis%2Fmrr')).toBe('/kpis/mrr');
  });
});

describe('signing up', () => {
  it('putsFaultsUnderTheirFieldsByPointer', async () => {
    const calls = stubServer({
      'POST /api/v1/auth/signup': () => ({
        status: 409,
        body: {
          type: '/problems/conflict',
          title: 'Taken',
          status: 409,
          errors: [{ pointer: '/organization/slug', code: 'SLUG_TAKEN', message: 'shop is in use.' }],
        },
      }),
    });
    const user = userEvent.setup();
    renderApp('/signup');
    await user.type(await screen.findByLabelText('Organization name'), 'Shop');
    await user.type(screen.getByLabelText('Your name'), 'Mina Seo');
    await user.type(screen.getByLabelText('Email'), 'mina@example.com');
    await user.type(screen.getByLabelText('Password'), 'correct horse');
    expect(screen.getByLabelText('Short name')).toHaveValue('shop');
    await user.click(screen.getByRole('button', { name: 'Create an organization' }));
    expect(await screen.findByText('shop is in use.')).toBeVisible();
    expect(screen.getByLabelText('Short name')).toBeInvalid();
    expect(calls[0]?.body).toMatchObject({
      organization: { slug: 'shop', name: 'Shop' },
      locale: 'en',
      user: { name: 'Mina Seo' },
    });
  });

  it('refusesAShortPassword', async () => {
    const calls = stubServer({});
    const user = userEvent.setup();
    renderApp('/signup');
    await user.type(await screen.findByLabelText('Password'), 'short');
    await user.click(screen.getByRole('button', { name: 'Create an organization' }));
    expect(screen.getByText('At least 10 characters are needed.')).toBeVisible();
    expect(calls).toHaveLength(0);
  });

  it('proposesASlugFromLatinNamesOnly', () => {
    expect(slugOf('Haneul Cloud, Inc.')).toBe('haneul-cloud-inc');
    expect(slugOf('하늘클라우드')).toBe('');
    expect(slugOf('2nd Élan')).toBe('nd-e-lan');
  });
});
