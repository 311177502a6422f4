import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertAccessible, enter, inkOf, launch, PHONE, signIn, visitor } from './support/browser.js';
import { allStopped, freshFolder, ROOT, removeFolder, startDemo } from './support/demo.js';

const SCREENSHOT = join(ROOT, 'platform/docs/images/tree.png');
const KPI_PAGE = '/kpis/subscription_revenue';
/** A page with text, cards and marks has at least these; a blank one has neither. */
const LEAST_COLOURS = 100;
const LEAST_INK = 0.05;

let dataDir;
let demo;
let browser;

before(async () => {
  dataDir = await freshFolder();
  demo = await startDemo(dataDir);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await demo?.end('SIGTERM');
  await allStopped(dataDir);
  await removeFolder(dataDir);
});

/** A signed-in person's page; whatever the browser complained about fails the test at its end. */
async function visit(options, story) {
  const { page, context, complaints } = await visitor(browser, { base: demo.base, ...options });
  try {
    await enter(page);
    await story(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const card = (code) => `[data-testid=canvas] [role=treeitem][data-kpi=${code}]`;

async function focusMovesTo(page, key, code) {
  await page.keyboard.press(key);
  await page.waitForFunction((wanted) => document.activeElement?.getAttribute('data-kpi') === wanted, code);
}

test('refuses a wrong password and says so, then lets in', async () => {
  const { page, context } = await visitor(browser, { base: demo.base });
  await signIn(page, { password: 'not-the-password', to: null });
  await page.waitForSelector('[data-testid=form-fault]');
  await signIn(page);
  await page.waitForSelector('[data-testid=trees] tr[data-tree=saas-growth]');
  await context.close();
});

test('lists the trees with their status and value', () =>
  visit({}, async (page) => {
    assert.equal((await page.textContent('[data-testid=tenant-name]')).trim(), 'Haneul Cloud');
    const row = page.locator('[data-testid=trees] tr[data-tree=iowa-electricity]');
    await row.getByText('38.8%').waitFor();
    await row.getByText('2017').waitFor();
    await assertAccessible(page);
    await row.getByRole('link').click();
    await page.waitForURL('**/trees/iowa-electricity');
    await page.waitForSelector(card('iowa_total'));
    assert.match(await page.textContent('[data-testid=lede]'), /Renewable share was 38\.8%/);
  }));

test('draws the tree; its picture is not blank', () =>
  visit({}, async (page) => {
    await page.goto('/trees/saas-growth');
    await page.waitForSelector(`${card('revenue')} .spark`);
    await page.waitForLoadState('networkidle');
    assert.match(await page.textContent(`${card('revenue')} [data-testid=value]`), /^₩[\d.]+B$/);
    assert.match(await page.textContent(`${card('revenue')} [data-testid=change]`), /^[−+][\d.]+%$/);
    await assertAccessible(page);
    const picture = await page.screenshot();
    const { colours, share } = await inkOf(page, picture);
    assert.ok(colours >= LEAST_COLOURS && share >= LEAST_INK, `${colours} colours, ${share} of it ink`);
    if (process.env.UPDATE_SCREENSHOT === '1') {
      await mkdir(dirname(SCREENSHOT), { recursive: true });
      await writeFile(SCREENSHOT, picture);
    }
  }));

test('is read by keyboard from card to card and into a KPI', () =>
  visit({}, async (page) => {
    await page.goto('/trees/iowa-electricity?sel=iowa_renewable_share');
    await page.locator(card('iowa_renewable_share')).focus();
    await focusMovesTo(page, 'ArrowRight', 'iowa_renewables');
    await focusMovesTo(page, 'ArrowDown', 'iowa_total');
    await focusMovesTo(page, 'ArrowRight', 'iowa_fossil_fuels');
    await focusMovesTo(page, 'ArrowLeft', 'iowa_total');
    await page.waitForSelector('[data-testid=inspector][data-kpi-inspected=iowa_total]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/kpis/iowa_total?period=2017');
    await page.getByTestId('figure').getByText('56,476').waitFor();
  }));

test('shows a KPI as a chart and as a table', () =>
  visit({}, async (page) => {
    await page.goto(KPI_PAGE);
    await page.waitForSelector('[data-testid=chart] svg');
    assert.match(await page.textContent('[data-testid=figure]'), /₩[\d.]+B/);
    assert.match(
      await page.textContent('[data-testid=summary]'),
      /Subscription revenue went from ₩[\d.]+B to ₩[\d.]+B/,
    );
    assert.equal((await page.textContent('[data-testid=formula]')).trim(), 'paying_accounts * revenue_per_account');
    await assertAccessible(page);
    await page.click('[data-testid=show-table]');
    await page.waitForSelector('[data-testid=series-table]');
    assert.ok((await page.locator('[data-testid=series-table] tbody tr').count()) >= 25);
    assert.equal(await page.locator('[data-testid=chart]').count(), 0);
    await assertAccessible(page);
  }));

test('is an outline on a phone, without sideways scrolling', () =>
  visit({ viewport: PHONE }, async (page) => {
    for (const path of ['/trees', '/trees/saas-growth', '/trees/saas-growth?period=2020-01', KPI_PAGE, '/kpis']) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.main, .outline, .page')]
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map((element) => element.className || element.tagName),
      );
      assert.deepEqual(wide, [], path);
    }
    await page.goto('/trees/saas-growth');
    await page
      .getByTestId('outline')
      .getByRole('row', { name: /^Subscription revenue/ })
      .waitFor();
    assert.equal(await page.locator('[data-testid=outline]').getAttribute('role'), 'treegrid');
    await assertAccessible(page);
  }));

test('returns to the page that was asked for, and forgets it after signing out', async () => {
  const { page, context } = await visitor(browser, { base: demo.base });
  const asked = `${KPI_PAGE}?period=2026-01`;
  await page.goto(asked);
  await page.waitForURL('**/signin?return=*');
  await assertAccessible(page);
  await signIn(page, { from: page.url(), to: `**${asked}` });
  await page.getByTestId('figure').waitFor();
  await page.click('[data-testid=user-menu]');
  await page.click('[data-testid=sign-out]');
  await page.waitForURL('**/signin');
  await page.goto('/trees');
  await page.waitForURL('**/signin');
  await context.close();
});

test('takes a new organization from nothing to a tree', async () => {
  const { page, context, complaints } = await visitor(browser, { base: demo.base });
  await page.goto('/signup');
  await page.fill('[name=organization]', 'Acme Energy');
  await page.fill('[name=name]', 'First Owner');
  await page.fill('[name=email]', 'owner@example.com');
  await page.fill('[name=password]', 'a-long-password');
  assert.equal(await page.inputValue('[name=slug]'), 'acme-energy');
  await page.click('button[type=submit]');
  await page.waitForURL('**/trees');
  const template = page.locator('[data-template=saas-growth]');
  await template.waitFor();
  assert.equal(await page.locator('[data-testid=trees]').count(), 0);
  await assertAccessible(page);
  await template.getByRole('button').click();
  await page.waitForURL('**/trees/saas-growth');
  await page.waitForSelector(card('revenue'));
  await page.goto('/trees/iowa-electricity');
  await page.getByText('iowa-electricity').waitFor();
  assert.equal(await page.locator('[data-testid=canvas]').count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const [language, plan, title] of [
  ['en', 'Plan', 'Trees'],
  ['ko', '계획', '트리'],
  ['ja', '計画', 'ツリー'],
]) {
  test(`speaks ${language}, light and dark`, () =>
    visit({ language, theme: 'dark' }, async (page) => {
      assert.equal(await page.getAttribute('html', 'lang'), language);
      assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
      assert.equal((await page.textContent('h1')).trim(), title);
      await page.goto('/trees/saas-growth');
      await page.waitForSelector(card('revenue'));
      assert.ok((await page.textContent('[data-testid=compare]')).includes(plan));
      await assertAccessible(page);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.waitForSelector('html[data-theme=light]');
    }));
}
