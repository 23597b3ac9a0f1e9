// What an admin mends and enters on the page of instruments: a slip of a workbook, what a row is, what a
// component depends on, and the years before.
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';
import { workbook } from '../fixtures/workbook.ts';
import type { Page } from '@playwright/test';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Two items of I have the code a. */
const ROWS = [
  ['LEMBAR KERJA EVALUASI BERSELIP'],
  [],
  ['Penilaian', '', '', 'Bobot', 'Kriteria Nilai', 'Pilihan Jawaban', 'Jawaban (Unit)', 'Catatan', 'Tautan Bukti'],
  ['A.', 'Pengungkit', '', '60'],
  ['', 'I.', 'Manajemen Perubahan', '60'],
  ['', '', 'a. Ada tim', '', '', 'Ya/Tidak'],
  ['', '', 'a. Tim bekerja', '', '', 'A/B/C'],
  ['', '', 'c. Tim melapor', '', '', 'A/B/C'],
  ['B.', 'Hasil', '', '40'],
  ['', '', 'a. Survei', '40', '', 'Nilai (0-4)'],
];

async function atInstruments(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, '/masuk');
  await enter(page, 'yuliana');
  await expect(page.locator('#isi .empty, #isi svg.bar').first()).toBeVisible({ timeout: 30_000 });
  await page.goto('/admin/instrumen');
  await expect(page.locator('html[data-siap]')).toBeAttached();
}

test('what a workbook got wrong is mended on the page', async ({ device }) => {
  const admin = await device();
  await atInstruments(admin);
  await admin.locator('input[type=file]').setInputFiles({
    name: 'berselip.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: workbook('LKE', ROWS),
  });
  const twice = admin.getByRole('listitem').filter({ hasText: 'Kode a ada dua kali.' });
  await twice.getByRole('button', { name: 'Terapkan usul' }).click();
  await expect(twice.getByRole('button', { name: 'Terapkan usul' })).toHaveCount(0);

  await admin.getByRole('button', { name: 'Buka Manajemen Perubahan' }).click();
  await admin.getByRole('button', { name: 'Tim bekerja' }).click();
  const editor = admin.getByRole('complementary', { name: 'Sunting baris' });
  await expect(editor.getByRole('heading', { name: 'A.I.b' })).toBeVisible();
  await expect(editor.getByLabel('Kode')).toHaveValue('b');
  await editor.getByLabel('Kode').fill('d');
  await editor.getByLabel('Kode').blur();
  await expect(editor.getByRole('heading', { name: 'A.I.d' })).toBeVisible();

  // Read as a heading, it gets what follows; as an item it gives it back.
  await editor.getByLabel('Baris ini').selectOption({ label: 'Judul' });
  await expect(editor.getByLabel('Nama komponen')).toHaveValue('Tim bekerja');
  await look(admin, 'instrumen-judul');
  await editor.getByLabel('Baris ini').selectOption({ label: 'Butir' });
  await expect(editor.getByLabel('Pernyataan')).toHaveValue('Tim bekerja');

  // A component may depend on something, too.
  await admin.getByRole('button', { name: /^Hasil/ }).click();
  await editor.getByText('Ketergantungan', { exact: true }).click();
  await editor.getByLabel('Butir atau komponen').fill('A.I.a');
  await editor.getByRole('button', { name: 'Tambah ketergantungan' }).click();
  await expect(editor.getByRole('listitem').filter({ hasText: '× A.I.a' })).toBeVisible();
  await look(admin, 'instrumen-gerbang');
});

test('an award asks for points, and for no more than there are', async ({ device }) => {
  const admin = await device();
  await atInstruments(admin);
  await admin.locator('input[type=file]').setInputFiles({
    name: 'berambang.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: workbook('LKE', ROWS),
  });
  // The version shown until the workbook was read has awards to unfold, too.
  await expect(admin.getByRole('listitem').filter({ hasText: 'Kode a ada dua kali.' })).toBeVisible();
  await admin.getByText('Ambang predikat', { exact: true }).click();
  await admin.getByLabel('Nama predikat').fill('WBK');
  await admin.getByRole('button', { name: 'Tambah predikat' }).click();
  const findings = admin.locator('section[aria-labelledby=h-periksa]');
  await expect(findings.getByText('WBK tidak meminta apa pun')).toBeVisible();

  const award = admin.getByRole('region', { name: 'WBK' });
  await award.getByRole('button', { name: 'Tambah ambang' }).click();
  await expect(award.getByText('Tulis angka, misalnya 4,8.')).toBeVisible();
  await award.getByLabel('Ambang untuk').selectOption({ label: 'B · Hasil' });
  await award.getByLabel('Poin paling sedikit').fill('42,5');
  await award.getByRole('button', { name: 'Tambah ambang' }).click();
  await expect(award.getByLabel('Paling sedikit: B · Hasil')).toHaveValue('42,5');
  // B weighs 40.
  const high = findings.getByRole('listitem').filter({ hasText: 'WBK meminta 42,5 poin, yang ada 40.' });
  await expect(high).toBeVisible();
  await look(admin, 'instrumen-ambang');
  await high.getByRole('button', { name: 'Terapkan usul' }).click();
  await expect(award.getByLabel('Paling sedikit: B · Hasil')).toHaveValue('40');
  await expect(high).toHaveCount(0);
  // What is asked of already isn't offered again.
  await expect(award.getByLabel('Ambang untuk').getByRole('option', { name: 'B · Hasil' })).toHaveCount(0);
  await award.getByRole('button', { name: 'Hapus B · Hasil' }).click();
  await expect(award.getByLabel('Paling sedikit: B · Hasil')).toHaveCount(0);
  await award.getByRole('button', { name: 'Hapus WBK' }).click();
  await expect(award).toHaveCount(0);
});

test('a year before is entered with its source, and home draws it', async ({ device }) => {
  const admin = await device();
  await atInstruments(admin);
  await admin.locator('a.ver').filter({ hasText: 'Zona Integritas' }).first().click();
  await admin.waitForURL(/pilih=/);
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await admin.getByText('Nilai tahun lalu', { exact: true }).click();
  await admin.getByRole('button', { name: 'Catat nilai tahun lalu' }).click();
  const sheet = admin.locator('dialog[open]');
  await sheet.getByLabel('Satker').selectOption({ label: 'KPU Kabupaten Trenggalek' });
  await sheet.getByLabel('Tahun').fill('2022');
  await sheet.getByLabel('Nilai', { exact: true }).fill('55,5');
  await sheet.getByRole('button', { name: 'Catat', exact: true }).click();
  await expect(sheet.getByText('Tulis dari mana nilainya')).toBeVisible();
  await sheet.getByLabel('Sumber').fill('LHE ZI 2022');
  await look(admin, 'instrumen-tahun');
  await sheet.getByRole('button', { name: 'Catat', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  await admin.getByText('Nilai tahun lalu', { exact: true }).click();
  await expect(admin.getByRole('listitem').filter({ hasText: '2022 · 55,50 dari 100,00 · LHE ZI 2022' })).toBeVisible();

  const phone = await device();
  await signIn(phone, 'siti');
  await settled(phone);
  const year = phone.getByRole('row').filter({ hasText: '2022' });
  await expect(year).toContainText('55,50');
  await expect(year).toContainText('LHE ZI 2022');
});

test('what a move and another sort of office change is said before', async ({ device }) => {
  const admin = await device();
  await atInstruments(admin);
  await admin.locator('a.ver').filter({ hasText: 'Reformasi Birokrasi' }).first().click();
  await admin.waitForURL(/pilih=/);
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await admin.getByRole('button', { name: 'Pindahkan siklus ke versi ini' }).click();
  const sheet = admin.locator('dialog[open]');
  await sheet.getByRole('button', { name: 'Lihat apa yang berubah' }).click();
  // The other worksheet asks other questions: nothing of it goes on here.
  await expect(sheet.getByText(/^1\d\d butir baru$/)).toBeVisible();
  await expect(sheet.getByText(/^1\d\d butir tidak ada lagi/)).toBeVisible();
  await look(admin, 'instrumen-pindah');
  await sheet.getByRole('button', { name: 'Tutup' }).click();

  await admin.getByRole('button', { name: 'Jenis satker' }).click();
  await sheet.getByLabel('Satker').selectOption({ label: 'KPU Kabupaten Trenggalek' });
  await sheet.getByLabel('Jenis', { exact: true }).fill('?');
  await sheet.getByRole('button', { name: 'Lihat apa yang berubah' }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await sheet.getByLabel('Jenis', { exact: true }).fill('kota');
  await sheet.getByRole('button', { name: 'Lihat apa yang berubah' }).click();
  await expect(sheet.getByText('Siklus yang berjalan tetap menanyakan butir yang sama.')).toBeVisible();
  await look(admin, 'instrumen-jenis');
  await sheet.getByRole('button', { name: 'Ubah jenis' }).click();
  await expect(sheet).toHaveCount(0);
  await admin.getByRole('button', { name: 'Jenis satker' }).click();
  await sheet.getByLabel('Satker').selectOption({ label: 'KPU Kabupaten Trenggalek' });
  await expect(sheet.getByLabel('Jenis', { exact: true })).toHaveValue('kota');
});

test('an office makes its own of a worksheet that others look after', async ({ device }) => {
  const admin = await device();
  await atInstruments(admin);
  await admin.locator('a.ver').filter({ hasText: 'Zona Integritas' }).first().click();
  await admin.waitForURL(/pilih=/);
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await admin.getByRole('button', { name: /^Pengungkit|^PENGUNGKIT/ }).click();
  await admin.getByLabel('Nama komponen').fill('Pengungkit kami');
  await admin.getByLabel('Nama komponen').blur();
  await expect(admin.getByText('ini menjadi instrumen milik')).toBeVisible();
  await admin.getByRole('button', { name: 'Simpan rancangan' }).click();
  await expect(admin.locator('a.ver.on')).toContainText('Rancangan');
  await expect(admin.getByRole('button', { name: 'Pengungkit kami', exact: true })).toBeVisible();
});
