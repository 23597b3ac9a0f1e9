// What the rules refuse at once: the form stays with every word, says which field and by how much, and
// nothing is opened that isn't there.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { openItem } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';

const AREA = 'manajemen-perubahan';
const LONG = 'Penataan arsip '.repeat(21).slice(0, 301);
const sheetOf = (page: Page) => page.locator('dialog[open]');

test('a plan’s title that is too long stays in its sheet, which says the limit', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await page.goto('/rencana');
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  const sheet = sheetOf(page);
  await sheet.getByLabel('Judul').fill(LONG);
  await sheet.getByLabel('Area perubahan').selectOption({ index: 1 });
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  const alert = sheet.getByRole('alert');
  await expect(alert).toContainText('Isian “Judul” paling banyak 300 karakter; isinya sekarang 301.');
  await expect(alert).toBeFocused();
  await expect(alert).toBeInViewport();
  await expect(page).toHaveURL(/\/rencana$/);
  await expect(sheet.getByLabel('Judul')).toHaveValue(LONG);
  await look(page, 'rencana-ditolak');
  // It survives the tab too, and is kept once it is right.
  await page.reload();
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  await expect(sheet.getByLabel('Judul')).toHaveValue(LONG);
  await sheet.getByLabel('Judul').fill(LONG.slice(0, 300));
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  await expect(page).toHaveURL(/\/rencana\/./);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Penataan arsip');
  await page.goto('/rencana');
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  await expect(sheet.getByLabel('Judul')).toHaveValue('');
});

test('a comment, a note as evidence and an evidence’s title that are too long stay where they were typed', async ({
  device,
}) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);

  const comment = page.locator('#tanggapan');
  const saying = 'a'.repeat(10_001);
  await comment.fill(saying);
  const talk = page.getByRole('region', { name: 'Percakapan' });
  await talk.getByRole('button', { name: 'Kirim' }).click();
  await expect(talk.getByRole('alert')).toContainText('Isian “Komentar” paling banyak 10000 karakter');
  await expect(comment).toHaveValue(saying);
  await page.reload();
  await expect(comment).toHaveValue(saying);
  await comment.fill('Sudah lengkap?');
  await talk.getByRole('button', { name: 'Kirim' }).click();
  await expect(talk.getByText('Sudah lengkap?')).toBeVisible();
  await expect(comment).toHaveValue('');
  await expect(talk.getByRole('alert')).toHaveCount(0);

  const sheet = sheetOf(page);
  await page.locator('.capture').getByRole('button', { name: 'Catatan' }).click();
  await sheet.locator('#isi-bukti').fill('Rapat koordinasi');
  await sheet.locator('#judul-bukti').fill(LONG);
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet.getByRole('alert')).toContainText('Isian “Judul” paling banyak 300 karakter');
  await expect(sheet.locator('#isi-bukti')).toHaveValue('Rapat koordinasi');
  await expect(sheet.locator('#judul-bukti')).toHaveValue(LONG);
  await sheet.locator('#judul-bukti').fill('Rapat');
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet).toHaveCount(0);

  await page.locator('a.ev').filter({ hasText: 'Rapat' }).click();
  await page.getByRole('button', { name: 'Isi keterangan' }).first().click();
  await sheet.getByLabel('Judul').fill(LONG);
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet.getByRole('alert')).toContainText('paling banyak 300 karakter');
  await expect(sheet.getByLabel('Judul')).toHaveValue(LONG);
});
