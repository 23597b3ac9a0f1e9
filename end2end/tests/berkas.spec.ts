// Files that aren't what they say, files that are too large, and a program that stops: said in words,
// nothing lost.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, signIn, test } from '../fixtures/index.ts';
import { pdf } from '../fixtures/media.ts';
import { answer, capture, openItem, settled, trap } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';

const AREA = 'manajemen-perubahan';

test('what isn’t evidence is refused with its reason, and the rest of the choice is kept', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  const input = page.locator('.capture label').filter({ hasText: 'Berkas' }).locator('input[type=file]');
  await input.setInputFiles([
    { name: 'foto.jpg', mimeType: 'image/jpeg', buffer: html },
    { name: 'halaman.html', mimeType: 'text/html', buffer: html },
    { name: 'kosong.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
    { name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') },
  ]);
  // Above the capture bar, where the eye and the finger are: on a phone the item's list lies far below.
  const row = (name: string) => page.getByRole('alert').getByRole('listitem').filter({ hasText: name });
  await expect(row('foto.jpg')).toContainText('Isi berkas tidak sesuai dengan namanya.');
  await expect(row('halaman.html')).toContainText('Jenis berkas ini tidak diterima.');
  await expect(row('kosong.pdf')).toContainText('Berkas ini kosong.');
  await expect(row('foto.jpg')).toBeInViewport();
  const above = await page.evaluate(() => {
    const place = document.querySelector('.refused .row')!.getBoundingClientRect();
    const at = document.elementFromPoint(place.x + place.width / 2, place.y + 8);
    return at?.closest('.refused') !== null;
  });
  expect(above, 'nothing covers it').toBe(true);
  await look(page, 'butir-ditolak');
  await expect(page.locator('a.ev').filter({ hasText: 'Notula' })).toBeVisible();
  await expect(page.locator('a.ev')).toHaveCount(1);
  await row('foto.jpg').getByRole('button', { name: 'Tutup' }).click();
  await expect(row('foto.jpg')).toHaveCount(0);
});

test('a file past the limit is refused before it is read', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bukti-besar-'));
  try {
    // A hole of 100 MB and a byte: it takes no room on the disk.
    const file = path.join(folder, 'rekaman.pdf');
    fs.writeFileSync(file, '%PDF-1.4');
    fs.truncateSync(file, 100_000_001);
    await page
      .locator('.capture label')
      .filter({ hasText: 'Berkas' })
      .locator('input[type=file]')
      .setInputFiles(file);
    const row = page.getByRole('alert').getByRole('listitem').filter({ hasText: 'rekaman.pdf' });
    await expect(row).toBeInViewport();
    await expect(row).toContainText('Berkas ini lebih dari 100 MB.');
    await expect(page.locator('a.ev')).toHaveCount(0);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a program that stops says so, keeps everything, and starts again', async ({ line, phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  line.cut();
  await openItem(page, AREA);
  const item = page.url();
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  await page.locator('#catatan').fill('Belum selesai');

  await trap(page, phone.errors);
  await expect(page.getByRole('heading', { name: 'Bukti berhenti mendadak' })).toBeVisible();

  // What is stored can be taken along: the op and the file that nobody else has.
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Unduh data tersimpan' }).click();
  const lines = fs.readFileSync(await (await saved).path(), 'utf8').trimEnd().split('\n');
  const entries = lines.map((text) => JSON.parse(text) as Record<string, unknown>);
  expect(entries[0]).toMatchObject({ format: 'bukti-ekspor', version: 1 });
  expect(entries.at(-1)).toMatchObject({ end: true, problems: [] });
  const stores = entries.map((entry) => entry.store);
  expect(stores.filter((store) => store === 'outbox').length).toBeGreaterThanOrEqual(2);
  expect(stores).toContain('chunks');

  await page.getByRole('link', { name: 'Mulai lagi' }).click();
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 30_000 });
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await expect(page.locator('a.ev').filter({ hasText: 'Notula' })).toBeVisible();
  await expect(page.locator('#catatan')).toHaveValue('Belum selesai');
});
