import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderApp, stubServer } from '../test/render';
import { shop } from '../test/shop';

it('findsKpisByNameOrCode', async () => {
  stubServer(shop());
  const { router } = renderApp('/kpis');
  expect(await screen.findByRole('link', { name: 'Orders' })).toBeVisible();
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search KPIs' }), 'BASK');
  expect(screen.queryByRole('link', { name: 'Orders' })).toBeNull();
  expect(screen.getByRole('link', { name: 'Basket' })).toBeVisible();
  expect(router.state.location.search).toBe('?q=BASK');
});

it('showsTheFigureItsStatusAndItsReferences', async () => {
  stubServer(shop());
  renderApp('/kpis/sales');
  expect(await screen.findByTestId('figure')).toHaveTextContent('₩1.84B');
  await waitFor(() => expect(screen.getByTestId('figure')).toHaveTextContent('At risk'));
  expect(screen.getByTestId('formula')).toHaveTextContent('orders * basket');
  expect(screen.getByRole('link', { name: 'Orders' })).toHaveAttribute('href', '/kpis/orders?period=2026-01');
});

it('offersTheChartAsATable', async () => {
  stubServer(shop());
  renderApp('/kpis/sales?period=2026-01');
  await userEvent.click(await screen.findByRole('button', { name: 'Show as table' }));
  const table = await screen.findByTestId('series-table');
  const january = within(table).getByRole('row', { name: /Jan 2026/ });
  expect(january).toHaveTextContent('₩1,840,000,000');
  expect(january).toHaveTextContent('−₩51.0M');
});

it('summarisesBeforeTheChart', async () => {
  stubServer(shop());
  renderApp('/kpis/orders?period=2026-01');
  expect(await screen.findByText('From Jun 2025 to Jan 2026, Orders went from 4,600 to 4,600 (0.0%).')).toBeVisible();
});
