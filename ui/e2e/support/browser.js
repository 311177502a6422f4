import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { EMAIL, PASSWORD, TENANT } from './demo.js';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = new Set(['serious', 'critical']);

export function launch() {
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A person's browser: nobody signed in, and every complaint of the browser kept. */
export async function visitor(browser, { base, viewport = DESKTOP, language = 'en', theme = 'light' }) {
  const context = await browser.newContext({
    baseURL: base,
    viewport,
    hasTouch: viewport === PHONE,
    locale: language,
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  const complaints = [];
  const note = (kind, text) => complaints.push(`${kind}: ${text}`);
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') note(message.type(), message.text());
  });
  context.on('weberror', (error) => note('uncaught', error.error().message));
  await context.exposeFunction('noteViolation', (text) => note('policy', text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.noteViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  return { page, context, complaints };
}

/** Signs in beside the form, for a story that begins behind it. */
export async function enter(page) {
  const answer = await page.request.post('/api/v1/auth/login', {
    data: { tenant: TENANT, email: EMAIL, password: PASSWORD },
  });
  assert.ok(answer.ok(), await answer.text());
  await page.goto('/trees');
  await page.waitForSelector('[data-testid=trees]');
}

/** Fills in the form as a person does and waits for the page behind it. */
export async function signIn(page, { from = '/signin', to = '**/trees', password = PASSWORD } = {}) {
  await page.goto(from);
  await page.fill('[name=tenant]', TENANT);
  await page.fill('[name=email]', EMAIL);
  await page.fill('[name=password]', password);
  await page.click('button[type=submit]');
  if (to) await page.waitForURL(to);
}

/**
 * A node of a tree is spoken as a sentence (name, value, status, change) that begins with the name on the screen;
 * axe wants every visible number in the order of the screen.
 */
const SPOKEN = { rule: 'label-content-name-mismatch', node: /^<(div role="treeitem"|tr) / };

/** Fails on what axe calls serious or critical. */
export async function assertAccessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const found = violations
    .filter(({ impact }) => SERIOUS.has(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, target }) => ({ id, html, place: target.join(' ') })))
    .filter(({ id, html }) => id !== SPOKEN.rule || !SPOKEN.node.test(html))
    .map(({ id, html, place }) => `${id}: ${place} ${html.slice(0, 200)}`);
  assert.deepEqual(found, [], `accessibility of ${page.url()}`);
}

/** The numbers of distinct colours and of pixels unlike the most frequent one, by the browser's own decoder. */
export async function inkOf(page, png) {
  return page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const drawing = canvas.getContext('2d');
    drawing.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(drawing.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    const counts = new Map();
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    return { colours: counts.size, share: 1 - Math.max(...counts.values()) / pixels.length };
  }, png.toString('base64'));
}
