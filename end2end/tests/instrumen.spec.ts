// The way of an admin: a workbook dropped on the page, a finding settled, published, a cycle opened with
// it, answered on a phone without a network, exported, opened again.
import fs from 'node:fs';
import path from 'node:path';
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { answer, settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';
import { bukti } from '../fixtures/server.ts';
import { workbook } from '../fixtures/workbook.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(180_000);

const HEAD = ['Penilaian', '', '', 'Bobot', 'Kriteria Nilai', 'Pilihan Jawaban', 'Jawaban (Unit)', 'Catatan', 'Tautan Bukti', 'Ketergantungan'];
/** A weighs 60, but I and II together 50: a finding at D4. */
const ROWS = [
  ['LEMBAR KERJA EVALUASI PERCOBAAN'],
  [],
  HEAD,
  ['A.', 'Pengungkit', '', '60'],
  ['', 'I.', 'Manajemen Perubahan', '20'],
  ['', '', 'a. Ada tim', '', '', 'Ya/Tidak'],
  ['', '', 'b. Tim bekerja', '', '', 'A/B/C', '', '', '', '× A.I.a'],
  ['', 'II.', 'Laporan', '30'],
  ['', '', 'a. Laporan disampaikan', '', '', 'Ya/Tidak'],
  ['B.', 'Hasil', '', '40'],
  ['', '', 'a. Survei', '40', '', 'Nilai (0-4)'],
];
const BOOK = {
  name: 'lke-percobaan.xlsx',
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

test('a workbook becomes the worksheet of a cycle, and comes back as a workbook', async ({ device, line }, info) => {
  const admin = await device();
  await admin.setViewportSize({ width: 1440, height: 900 });
  await visit(admin, '/masuk');
  await enter(admin, 'yuliana');
  await expect(admin.locator('#isi .empty, #isi svg.bar').first()).toBeVisible({ timeout: 30_000 });
  await admin.goto('/admin/instrumen');
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await look(admin, 'instrumen');

  // What is no workbook is refused, and nothing else changes.
  const file = admin.locator('input[type=file]');
  await file.setInputFiles({ ...BOOK, buffer: Buffer.from('bukan buku kerja') });
  await expect(admin.getByText('Ini bukan buku kerja XLSX.')).toBeVisible();

  await file.setInputFiles({ ...BOOK, buffer: workbook('LKE', ROWS) });
  await expect(admin.getByText('4 butir')).toBeVisible();
  const finding = admin.getByRole('listitem').filter({ hasText: 'D4' });
  await expect(finding).toBeVisible();
  const publish = admin.getByRole('button', { name: 'Terbitkan' });
  await expect(publish).toHaveAttribute('aria-disabled', 'true');
  await look(admin, 'instrumen-temuan');
  await finding.getByRole('checkbox').check();

  // An item's words are mended before it is published; the sums stay live.
  await admin.getByRole('button', { name: 'Buka Manajemen Perubahan' }).click();
  await admin.getByRole('button', { name: 'Ada tim' }).click();
  await admin.getByLabel('Pernyataan').fill('Ada tim dengan SK');
  await admin.getByLabel('Pernyataan').blur();
  await expect(admin.getByRole('button', { name: /Ada tim dengan SK/ })).toContainText('diubah');
  await look(admin, 'instrumen-sunting');
  await publish.click();
  await expect(admin.getByText('Belum dipakai siklus mana pun.')).toBeVisible();
  await expect(admin.locator('a.ver.on')).toContainText('Terbit');
  await expect(admin.locator('html[data-siap]')).toBeAttached();

  await admin.getByRole('button', { name: 'Buka siklus' }).click();
  const sheet = admin.locator('dialog[open]');
  await sheet.getByLabel('Satker').selectOption({ label: 'KPU Kabupaten Trenggalek' });
  await sheet.getByLabel('Nama siklus').fill('');
  await sheet.getByRole('button', { name: 'Buka siklus' }).click();
  await expect(sheet.getByText('Isian ini perlu diisi.')).toBeVisible();
  await sheet.getByLabel('Nama siklus').fill('Siklus percobaan');
  await sheet.getByLabel('Tahun').fill('2099');
  await sheet.getByLabel('Mulai').fill('2099-01-01');
  await sheet.locator('#s-tutup').fill('2099-12-31');
  await sheet.getByRole('button', { name: 'Buka siklus' }).click();
  const use = admin.locator('.uses li').filter({ hasText: 'Siklus percobaan' });
  await expect(use).toBeVisible();
  await expect(admin.locator('html[data-siap]')).toBeAttached();

  const phone = await device();
  await signIn(phone, 'siti');
  await settled(phone);
  // The running year stays in view until another is chosen.
  await phone.getByRole('combobox', { name: 'Siklus yang dilihat' }).selectOption({ label: 'Siklus percobaan' });
  await visit(phone, '/lke/manajemen-perubahan');
  await expect(phone.getByText('Ada tim dengan SK').first()).toBeVisible({ timeout: 30_000 });
  line.cut();
  // What waits for another answer says so before it has one.
  await phone.locator('a[href^="/butir/"]').filter({ hasText: 'Tim bekerja' }).first().click();
  await expect(phone.getByRole('heading', { name: 'Tim bekerja', level: 1 })).toBeVisible();
  await expect(phone.getByText('Sekarang belum menambah nilai: bergantung pada A.I.a.')).toBeVisible();
  await phone.goBack();
  await phone.locator('a[href^="/butir/"]').filter({ hasText: 'Ada tim dengan SK' }).first().click();
  await expect(phone.getByRole('heading', { name: 'Ada tim dengan SK' })).toBeVisible();
  await answer(phone, 0);
  line.mend();
  await settled(phone);

  // Ya of I (20, two items, one answered): 1 × 20 (the unanswered one is left out of the mean).
  const download = admin.waitForEvent('download');
  await use.getByRole('link').click();
  const saved = info.outputPath('lke.xlsx');
  await (await download).saveAs(saved);
  expect(fs.statSync(saved).size).toBeGreaterThan(2_000);
  const scored = JSON.parse(bukti('score', saved, '--json'));
  expect(scored.index).toBe('20');
  await file.setInputFiles({ ...BOOK, name: path.basename(saved), buffer: fs.readFileSync(saved) });
  await expect(admin.getByText('4 butir')).toBeVisible();
});

test('who administers nothing is told so, and the server refuses them too', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await page.goto('/admin/instrumen');
  await expect(page.getByRole('heading', { name: 'Halaman ini untuk admin' })).toBeVisible();
  const answer = await page.request.post('/api/v1/admin/instruments/preview', {
    headers: { origin: new URL(page.url()).origin },
    data: workbook('LKE', ROWS),
  });
  expect(answer.status()).toBe(403);
});
