import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../i18n';
import { renderApp, stubServer } from '../test/render';
import { LATEST, shop } from '../test/shop';

describe('the list of trees', () => {
  it('showsTheRootInItsLatestFinishedPeriod', async () => {
    stubServer(shop());
    renderApp('/trees');
    const table = await screen.findByTestId('trees');
    await waitFor(() => expect(table).toHaveTextContent('₩1.84B'));
    expect(table).toHaveTextContent('At risk');
    expect(table).toHaveTextContent('Jan 2026');
  });

  it('startsAnEmptyTenantFromATemplateWithOneClick', async () => {
    const answers = shop();
    let made = false;
    const trees = answers['GET /api/v1/trees'];
    const calls = stubServer({
      ...answers,
      'GET /api/v1/trees': (request) => (made && trees ? trees(request) : { body: { items: [], nextCursor: null } }),
      'GET /api/v1/templates': () => ({
        body: {
          items: [
            { id: 'saas', version: '1', plugin: 'p', name: 'SaaS growth', description: '25 KPIs', parameters: {} },
          ],
          nextCursor: null,
        },
      }),
      'POST /api/v1/templates/saas:instantiate': () => {
        made = true;
        return { body: { changes: [{ action: 'create', kind: 'tree', code: 'sales', diff: {} }], problems: [] } };
      },
    });
    window.innerWidth = 390;
    const { router } = renderApp('/trees');
    expect(await screen.findByText('No KPIs yet. Start from a template.')).toBeVisible();
    await userEvent.click(await screen.findByRole('button', { name: 'Use SaaS growth' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/trees/sales'));
    expect(calls.find((call) => call.key.startsWith('POST'))?.body).toEqual({ sampleData: true });
  });
});

describe('a tree', () => {
  it('saysOneSentenceOfFactsAboutTheLatestPeriodWithData', async () => {
    stubServer(shop());
    renderApp('/trees/sales?view=outline');
    expect(await screen.findByTestId('lede')).toHaveTextContent('Sales reached ₩1.84B, 97.3% of plan.');
    expect(screen.getByTestId('period')).toHaveTextContent('Jan 2026');
  });

  it('isATreegridOfNamedRows', async () => {
    stubServer(shop());
    renderApp('/trees/sales?view=outline');
    const grid = await screen.findByRole('treegrid', { name: 'KPI tree' });
    const basket = within(grid).getByRole('row', {
      name: /^Basket, ₩400,000, At risk, −2.7% against Plan, unfavourable$/,
    });
    expect(basket).toHaveAttribute('aria-level', '2');
    expect(within(grid).getByRole('row', { name: /^Orders, 4,600, On track, on plan$/ })).toBeVisible();
  });

  it('foldsAndMovesByKeyboardAndKeepsBothInTheAddress', async () => {
    stubServer(shop());
    const { router } = renderApp('/trees/sales?view=outline');
    const user = userEvent.setup();
    const root = await screen.findByRole('row', { name: /^Sales/ });
    root.focus();
    await user.keyboard('{ArrowLeft}');
    await waitFor(() => expect(root).toHaveAttribute('aria-expanded', 'false'));
    expect(screen.queryByRole('row', { name: /^Orders/ })).toBeNull();
    expect(router.state.location.search).toContain('open=');
    await user.keyboard('{ArrowRight}');
    expect(await screen.findByRole('row', { name: /^Orders/ })).toBeVisible();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/kpis/sales'));
    expect(router.state.location.search).toBe(`?period=${LATEST}`);
  });

  it('putsTheNumbersIntoTheFormula', async () => {
    stubServer(shop());
    renderApp('/trees/sales?view=outline');
    expect(await screen.findByTestId('formula-numbers')).toHaveTextContent('4,600×₩400,000=₩1.84B');
  });

  it('stepsThroughPeriodsAndComparisons', async () => {
    stubServer(shop());
    const { router } = renderApp('/trees/sales?view=outline');
    await screen.findByTestId('lede');
    await userEvent.click(screen.getByRole('button', { name: 'Earlier period' }));
    await waitFor(() => expect(router.state.location.search).toContain('period=2025-12'));
    await userEvent.click(screen.getByRole('radio', { name: 'Quarter' }));
    await waitFor(() => expect(router.state.location.search).toContain('period=2025-Q4'));
  });

  it('speaksKorean', async () => {
    stubServer(shop());
    await chooseLanguage('ko');
    renderApp('/trees/sales?view=outline');
    expect(await screen.findByTestId('lede')).toHaveTextContent('Sales ₩18.4억, 계획의 97.3%를 달성했습니다.');
    expect(document.documentElement.lang).toBe('ko');
    await chooseLanguage('en');
  });

  it('saysSoWhenThereIsNoSuchTree', async () => {
    stubServer(shop());
    renderApp('/trees/nothing');
    expect(await screen.findByText('There is no tree “nothing”.')).toBeVisible();
  });
});
