// A year's plan made on a phone without a signal, from kegiatan to realisation; what a colleague hears of it;
// the same app in English, by keyboard.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';

const sheetOf = (page: Page) => page.locator('dialog[open]');
const save = (page: Page): Promise<void> =>
  sheetOf(page).getByRole('button', { name: 'Simpan', exact: true }).click();

test('a plan is made, changed and moved on offline, and a colleague finds it and hears of it', async ({
  line,
  device,
}) => {
  test.setTimeout(150_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  line.cut();
  await page.goto('/rencana');
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  await sheetOf(page).getByLabel('Judul').fill('Penataan arsip pemilu');
  await sheetOf(page).getByLabel('Area perubahan').selectOption({ index: 1 });
  await save(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Penataan arsip pemilu' })).toBeVisible();
  const activity = new URL(page.url()).pathname;

  await page.getByRole('button', { name: 'Sub kegiatan baru' }).first().click();
  await sheetOf(page).getByLabel('Judul').fill('Alih media');
  // The due date lies before the start: refused, and nothing typed is gone.
  await sheetOf(page).getByLabel('Mulai').fill('2026-11-20');
  await sheetOf(page).getByLabel('Tenggat').fill('2026-11-10');
  await save(page);
  await expect(sheetOf(page).getByText('Tenggat lebih awal daripada mulainya.')).toBeVisible();
  await expect(sheetOf(page).getByLabel('Judul')).toHaveValue('Alih media');
  await sheetOf(page).getByLabel('Tenggat').fill('2026-12-10');
  await save(page);
  await page.getByRole('link', { name: 'Buka Alih media' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Alih media' })).toBeVisible();
  await page.getByRole('button', { name: 'Indikator baru' }).first().click();
  await sheetOf(page).getByLabel('Judul').fill('Arsip terpindai');
  await sheetOf(page).getByLabel('Keluaran').fill('Daftar arsip');
  await sheetOf(page).getByLabel('Satuan').fill('berkas');
  await sheetOf(page).getByLabel('TW IV').fill('12,5');
  await sheetOf(page).getByRole('checkbox', { name: 'Siti Nurhayati' }).check();
  await save(page);
  await page.getByRole('link', { name: /Arsip terpindai/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Arsip terpindai' })).toBeVisible();
  const indicator = new URL(page.url()).pathname;
  await page.getByLabel('Realisasi TW IV').fill('4');
  await page.getByRole('button', { name: 'Simpan realisasi' }).click();
  await expect(page.locator('.toast').filter({ hasText: 'Realisasi TW IV menjadi 4' })).toBeVisible();

  // Renamed by a slip, and taken back.
  await page.goto(activity);
  await page.getByRole('button', { name: 'Ubah', exact: true }).click();
  await sheetOf(page).getByLabel('Judul').fill('Penataan arsip pemilihan');
  await save(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Penataan arsip pemilihan' })).toBeVisible();
  const renamed = page.locator('.toast').filter({ hasText: 'diubah' });
  await renamed.getByRole('button', { name: 'Urungkan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Penataan arsip pemilu' })).toBeVisible();

  line.mend();
  await settled(page);
  const colleague = await device();
  await signIn(colleague, 'agus');
  await colleague.goto(indicator);
  await expect(colleague.getByLabel('Realisasi TW IV')).toHaveValue('4', { timeout: 45_000 });
  await expect(colleague.locator('#isi')).toContainText('12,5');
  // What he changes of hers is news to her; her own changes are none.
  await colleague.getByLabel('Realisasi TW IV').fill('6');
  await colleague.getByRole('button', { name: 'Simpan realisasi' }).click();
  await settled(colleague);
  await page.goto('/kabar');
  const news = page.locator('#isi').getByRole('listitem').filter({ hasText: 'Arsip terpindai' });
  await expect(news.first()).toContainText('Agus', { timeout: 45_000 });
});

test('in English, by keyboard: the focus goes where the reader goes', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await page.goto('/saya');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('/');
  const main = page.getByRole('navigation', { name: 'Main' });
  await expect(main.getByRole('link', { name: 'Evidence' })).toBeVisible();
  // The first thing that Tab reaches leads past the frame.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator('#isi').locator(':focus')).toHaveCount(1);
  // Each page that is gone to is told by its heading, which has the focus.
  for (const [link, heading] of [
    ['Plan', /^Action plan/],
    ['Evidence', /^Evidence/],
  ] as const) {
    await main.getByRole('link', { name: link }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused();
  }
  await expect(page.locator('#isi')).not.toContainText('Belum');
  // It stays so, also for who signs in next time on this phone.
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
