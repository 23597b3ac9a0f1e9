// Who may enter, and what becomes of work when a session ends or another person takes the phone.
import type { Page } from '@playwright/test';
import { enter, expect, PASSWORD, signIn, test } from '../fixtures/index.ts';
import { bukti, firstPassword } from '../fixtures/server.ts';
import { pdf } from '../fixtures/media.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';
import { counts } from '../fixtures/simpanan.ts';

const AREA = 'manajemen-perubahan';
const paper = { name: 'Arsip lereng.pdf', mimeType: 'application/pdf', buffer: pdf('Arsip lereng') };

/** What the sign-in page says when it refuses. */
async function refusal(page: Page, login: string, password: string): Promise<string> {
  await page.goto('/masuk');
  await enter(page, login, password);
  const alert = page.locator('form [role=alert]');
  await expect(alert).not.toBeEmpty();
  return alert.innerText();
}

test('a wrong password and a wrong name look the same, and too many are slowed', async ({ device }) => {
  const page = await device();
  const wrong = await refusal(page, 'siti', 'bukan-sandinya');
  expect(wrong).toContain('Nama pengguna atau kata sandi tidak cocok.');
  expect(wrong).toContain('admin satker');
  expect(await refusal(page, 'tidak.ada', 'bukan-sandinya')).toBe(wrong);
  // Three wrong ones are free; then each costs a longer pause than the one before.
  const alert = page.locator('form [role=alert]');
  await page.goto('/masuk');
  await expect(async () => {
    await enter(page, 'siti', 'bukan-sandinya-lagi');
    await expect(page.getByRole('button', { name: 'Masuk', exact: true })).toBeEnabled();
    await expect(alert).toContainText('Terlalu banyak percobaan.', { timeout: 1 });
  }).toPass({ timeout: 45_000, intervals: [1] });
  await expect(alert, 'it says when').toContainText(/Coba lagi \d+ (detik|menit) lagi/);
  // Another person at the same address isn't held up.
  await signIn(page, 'agus');
});

test('an expired session: what waits is sent by its signature, “masuk lagi” is for reading', async ({
  line,
  phone,
  device,
}) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await capture(page, 'Berkas', [paper]);
  await phone.endSession();
  line.mend();
  await page.goto('/sinkron');
  await expect(page.getByRole('status').first()).toContainText('Masuk lagi untuk membaca kabar baru', {
    timeout: 45_000,
  });
  await expect(page.getByRole('status').first()).toContainText('semua terkirim', { timeout: 45_000 });

  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked();
  await expect(desk.locator('a.ev').filter({ hasText: 'Arsip lereng' })).toContainText('Terkirim');

  // Only the password is asked for; a wrong one is refused there as well.
  await page.getByLabel('Kata sandi', { exact: true }).fill('bukan-sandinya');
  await page.getByRole('button', { name: 'Masuk lagi' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'tidak cocok' })).toBeVisible();
  await page.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk lagi' }).click();
  await expect(page.getByRole('status').first()).toContainText('Semua terkirim', { timeout: 45_000 });
});

test('without a session and without a line nothing is said to be sent', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await page.context().clearCookies();
  const badge = page.locator('.p-butir a[href="/sinkron"]').first();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(badge).toHaveAttribute('aria-label', /Masuk lagi untuk membaca kabar baru, semua terkirim/);
  line.cut();
  await answer(page, 1);
  await expect(badge).toHaveAttribute('aria-label', /Masuk lagi untuk membaca kabar baru, 1 menunggu server terjangkau/);
  await page.context().setOffline(true);
  await expect(badge).toHaveAttribute('aria-label', /1 menunggu sinyal/);
});

test('another person on the same phone sees nothing of the first, whose work goes on', async ({
  line,
  device,
}) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const siti = await page.evaluate(() => JSON.parse(localStorage['bukti.masuk']).resident.person);
  line.cut();
  await answer(page, 1);
  await capture(page, 'Berkas', [paper]);
  await page.locator('#catatan').fill('Rahasia dapur Trenggalek');
  await page.goto('/saya');
  await expect(page.locator('#isi')).toContainText(/\d+ hal tetap di perangkat ini/);
  await page.getByRole('button', { name: /^Keluar/ }).click();

  // The phone says whose work waits, never what; what was pulled is gone from it.
  await expect(page.getByText('Pekerjaan seorang rekan menunggu di ponsel ini')).toBeVisible();
  await expect(page.getByText(/Siti Nurhayati: \d+ menunggu server terjangkau/)).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Arsip lereng');
  const left = await counts(page, siti);
  expect(left.outbox, 'what waits stays').toBeGreaterThan(0);
  expect(left.chunks, 'and its bytes').toBeGreaterThan(0);
  expect(left.segments, 'what was pulled goes').toBe(0);
  expect(left.cursors).toBe(0);

  // Maya of another office signs in; Siti's work is sent meanwhile.
  line.mend();
  await signIn(page, 'maya');
  for (const address of ['/', '/bukti', '/rencana', item, '/sinkron']) {
    await page.goto(address);
    await expect(page.locator('#isi')).toBeVisible();
    await expect(page.locator('.sk')).toHaveCount(0);
    await expect(page.locator('body')).not.toContainText(/Arsip lereng|Siti|Rahasia dapur/);
  }
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(desk.locator('a.ev').filter({ hasText: 'Arsip lereng' })).toContainText('Terkirim', {
    timeout: 45_000,
  });
  // Nothing of hers waits any more.
  await page.goto('/saya');
  await page.getByRole('button', { name: /^Keluar/ }).click();
  await expect(page.getByLabel('NIP atau nama pengguna')).toBeVisible();
  await expect(page.getByText(/Pekerjaan .* rekan menunggu/)).toHaveCount(0);
});

test('a sign-out that the disk refuses says so, and leaves nobody half signed out', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await page.goto('/saya');
  const leave = page.getByRole('button', { name: /^Keluar/ });
  await expect(leave).toBeVisible();
  await page.evaluate(() => {
    const real = IDBObjectStore.prototype.delete;
    Object.assign(globalThis, { mended: () => (IDBObjectStore.prototype.delete = real) });
    IDBObjectStore.prototype.delete = function (query) {
      if (this.name === 'segments') throw new DOMException('no room', 'QuotaExceededError');
      return real.call(this, query);
    };
  });
  await leave.click();
  await expect(page.locator('.banner.act[role="alert"]')).toBeVisible();
  // She works on, also in a fresh page, and what she states is sent.
  await page.goto('/');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible();
  await openItem(page, AREA);
  await answer(page, 1);
  await settled(page);

  // A goodbye that gets stuck on its way holds nobody back for long.
  await page.goto('/saya');
  line.weather.holdsRequest = (head) => (head.startsWith('DELETE /api/v1/session') ? 1 : null);
  await leave.click();
  await expect(page.getByLabel('NIP atau nama pengguna')).toBeVisible({ timeout: 15_000 });
  expect(line.requestsHeld, 'it got stuck').toBe(1);
});

test('a first password must be changed before anything else', async ({ server, device }) => {
  const first = firstPassword(
    bukti('person', 'add', '--data', server.data, '--office', 'Trenggalek', '--login', 'wulan', '--name', 'Wulan Sari'),
  );
  bukti('role', 'grant', '--data', server.data, 'wulan', 'anggota', '--area', AREA);
  const page = await device();
  await page.goto('/masuk');
  await enter(page, 'wulan', first);
  await expect(page.getByRole('heading', { name: 'Ganti kata sandi pertama' })).toBeVisible();
  // Every address leads there until it is done, and the server gives nothing away before.
  await page.goto('/lke');
  await expect(page.getByRole('heading', { name: 'Ganti kata sandi pertama' })).toBeVisible();
  const pull = await page.evaluate(async () => {
    const reply = await fetch('/api/v1/sync/pull', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"cursors":[]}' });
    return reply.status;
  });
  expect(pull).toBe(403);

  const change = async (old: string, fresh: string, again: string): Promise<void> => {
    await page.getByLabel('Kata sandi sekarang').fill(old);
    await page.getByLabel('Kata sandi baru', { exact: true }).fill(fresh);
    await page.getByLabel('Kata sandi baru, sekali lagi').fill(again);
    await page.getByRole('button', { name: 'Simpan kata sandi' }).click();
  };
  await change(first, 'pendek', 'pendek');
  await expect(page.getByText('kurang dari 10 huruf')).toBeVisible();
  await change(first, first, first);
  await expect(page.getByText('sama dengan yang sekarang')).toBeVisible();
  await change(first, 'padi menguning 7', 'padi menguning 8');
  await expect(page.getByText('tidak sama')).toBeVisible();
  await change('bukan-sandinya', 'padi menguning 7', 'padi menguning 7');
  await expect(page.getByRole('alert').filter({ hasText: 'tidak cocok' })).toBeVisible();
  await change(first, 'padi menguning 7', 'padi menguning 7');
  await expect(page.locator('.p-lke, .p-beranda, main#isi .row').first()).toBeVisible({ timeout: 30_000 });
  await page.goto('/');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 30_000 });
});
