// The browser empties what an open tab keeps; a sign-out and a change elsewhere end what was under way. Nothing of what
// was called stored is lost, and nothing is kept that shouldn't be.
import type { Page } from '@playwright/test';
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { answer, openItem, settled } from '../fixtures/app.ts';
import { bukti, firstPassword } from '../fixtures/server.ts';
import { pdf } from '../fixtures/media.ts';
import { counts } from '../fixtures/simpanan.ts';
import { captureHeld, holdsOnceSealed, release } from '../fixtures/tahan.ts';

const AREA = 'manajemen-perubahan';

/** Empties what the browser keeps of the site, as somebody does who clears its data. */
async function empty(page: Page, storageTypes: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes });
}

const person = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.parse(localStorage['bukti.masuk']).resident.person);

test('emptied while nobody touches anything, and killed: what was stored is sent all the same', async ({ line, phone, device }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const siti = await person(page);
  line.cut();
  await answer(page, 1);
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  await page.goto('/');
  await expect(page.locator('.syncline')).toContainText('1 menunggu server terjangkau', { timeout: 45_000 });
  for (const _ of ['once', 'and again']) {
    await empty(page, 'indexeddb');
    await expect.poll(async () => (await counts(page, siti)).outbox, { timeout: 45_000 }).toBeGreaterThan(0);
  }
  await expect(page.locator('.syncline')).toContainText('Peramban mengosongkan simpanan');
  // Nothing must be asked for again: the pages work on.
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();

  await phone.kill();
  const again = await phone.open();
  await again.goto('/sinkron');
  await expect(again.getByText(/1 perubahan yang belum terkirim sudah disimpan ulang/)).toBeVisible({ timeout: 45_000 });
  line.mend();
  await again.evaluate(() => window.dispatchEvent(new Event('online')));
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
});

test('emptied under the queue of a colleague who isn’t signed in: it is kept, said, and sent', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const siti = await person(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await page.goto('/saya');
  await page.getByRole('button', { name: /^Keluar/ }).click();
  const waits = page.getByText(/Siti Nurhayati: 1 menunggu/);
  await expect(waits).toBeVisible({ timeout: 45_000 });
  await empty(page, 'indexeddb,local_storage');
  await expect.poll(async () => (await counts(page, siti)).outbox, { timeout: 45_000 }).toBe(1);
  await expect.poll(() => page.evaluate(() => localStorage['bukti.penghuni'] ?? ''), { timeout: 45_000 }).toContain('Siti');
  await page.reload();
  await expect(waits).toBeVisible({ timeout: 45_000 });
  line.mend();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
});

test('who signs out while news are on their way leaves none of them, and misses none later', async ({ line, device, server }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const siti = await person(page);
  const before = (await counts(page, siti)).segments;
  expect(before).toBeGreaterThan(0);
  const desk = await device({ baseURL: server.url });
  await signIn(desk, 'agus');
  await openItem(desk, AREA);
  const item = new URL(desk.url()).pathname;
  await page.goto('/saya');
  const out = page.getByRole('button', { name: /^Keluar/ });
  await expect(out).toBeVisible();
  // A slow line, on which the end of the session gets stuck.
  line.weather.delayMs = 800;
  line.weather.holdsRequest = (head) => (head.startsWith('DELETE /api/v1/session') ? 0 : null);
  const pulls = page.waitForRequest((request) => request.url().endsWith('/api/v1/sync/pull'));
  await answer(desk, 1);
  await pulls;
  await out.click();
  await expect(page.getByLabel('NIP atau nama pengguna')).toBeVisible({ timeout: 45_000 });
  const left = await counts(page, siti);
  expect([left.segments, left.cursors], 'nothing that was pulled stays').toEqual([0, 0]);

  line.weather.delayMs = 0;
  line.weather.holdsRequest = null;
  await signIn(page, 'siti');
  await settled(page);
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await page.goto('/');
  await expect(page.locator('.p-beranda'), 'the proven score of all that there is').toContainText('68,04');
});

test('who begins anew in one tab is told so in the other, and nothing comes back', async ({ phone }) => {
  const first = await phone.open();
  await signIn(first, 'siti');
  await settled(first);
  const siti = await person(first);
  const second = await phone.tab();
  await second.goto('/darurat.html');
  await second.evaluate((name) => {
    indexedDB.deleteDatabase(name);
  }, `bukti-${siti}`);
  await expect(first.getByRole('heading', { name: 'Bukti dimulai dari awal di tab lain' })).toBeVisible({ timeout: 45_000 });
  await expect(first.getByText('Muat ulang tab ini, lalu masuk lagi.')).toBeVisible();
  expect(await second.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain(`bukti-${siti}`);
});

test('a first password that is changed in one tab counts in the other', async ({ phone, server }) => {
  const first = firstPassword(
    bukti('person', 'add', '--data', server.data, '--office', 'Trenggalek', '--login', 'wulan', '--name', 'Wulan Sari'),
  );
  const one = await phone.open();
  await one.goto('/masuk');
  await enter(one, 'wulan', first);
  const asked = { name: 'Ganti kata sandi pertama' };
  await expect(one.getByRole('heading', asked)).toBeVisible();
  const two = await phone.tab();
  await two.goto('/');
  await expect(two.getByRole('heading', asked)).toBeVisible({ timeout: 45_000 });
  await one.getByLabel('Kata sandi sekarang').fill(first);
  await one.getByLabel('Kata sandi baru', { exact: true }).fill('padi menguning 7');
  await one.getByLabel('Kata sandi baru, sekali lagi').fill('padi menguning 7');
  await one.getByRole('button', { name: 'Simpan kata sandi' }).click();
  for (const tab of [one, two]) await expect(tab.getByRole('heading', asked)).toHaveCount(0, { timeout: 45_000 });
});

const paper = { name: 'Celah.pdf', mimeType: 'application/pdf', buffer: pdf('Celah') };

test('emptied between the bytes of a capture and its fact: it isn’t called saved, and a second try keeps it', async ({ line, device }) => {
  const page = await device();
  await page.addInitScript(holdsOnceSealed);
  await signIn(page, 'siti');
  await settled(page);
  const siti = await person(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await captureHeld(page, 'Berkas', paper);
  await empty(page, 'indexeddb');
  await expect.poll(async () => (await counts(page, siti)).meta ?? 0, { timeout: 45_000 }).toBeGreaterThan(0);
  await release(page);
  const hand = page.locator('.refused').getByRole('listitem').filter({ hasText: paper.name });
  await expect(hand).toContainText('belum tersimpan');
  await expect(page.locator('.toast')).toHaveCount(0);
  expect((await counts(page, siti)).files, 'nothing names what is gone').toBe(0);
  await hand.getByRole('button', { name: 'Coba lagi' }).click();
  await expect(page.locator('.toast').first()).toContainText(/ersimpan/);
  line.mend();
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.locator('a.ev').filter({ hasText: 'Celah' })).toContainText('Terkirim', { timeout: 60_000 });
});

test('signed out in another tab in the midst of a capture: it is kept, and then the page goes', async ({ line, phone }) => {
  const page = await phone.open({ init: holdsOnceSealed });
  await signIn(page, 'siti');
  await settled(page);
  const siti = await person(page);
  await openItem(page, AREA);
  line.cut();
  const other = await phone.tab();
  await other.goto('/saya');
  await expect(other.getByRole('button', { name: /^Keluar/ })).toBeVisible();
  await page.bringToFront();
  await captureHeld(page, 'Berkas', paper);
  await other.getByRole('button', { name: /^Keluar/ }).click();
  await expect(other.getByLabel('NIP atau nama pengguna')).toBeVisible({ timeout: 20_000 });
  await release(page);
  await expect(page.getByLabel('NIP atau nama pengguna')).toBeVisible({ timeout: 30_000 });
  const left = await counts(other, siti);
  expect([left.files, left.chunks], 'what was captured is kept, with its bytes').toEqual([1, 1]);
  await expect(page.getByText(/Siti Nurhayati: \d+ menunggu/)).toBeVisible({ timeout: 30_000 });
});
