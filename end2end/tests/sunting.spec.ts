// What an admin mends and enters on the page of instruments: a slip of a workbook, what a row is, what a
// component depends on, and the years before.
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';
import { workbook, workbookOf } from '../fixtures/workbook.ts';
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

test('a file that can’t be taken says why, and no question is left behind', async ({ device }) => {
  const admin = await device();
  await atInstruments(admin);
  const drop = (name: string, buffer: Buffer): Promise<void> =>
    admin.locator('input[type=file]').setInputFiles({
      name,
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer,
    });
  await drop('dua.xlsx', workbookOf({ Pusat: ROWS, Daerah: ROWS }));
  await expect(admin.getByText('Ada beberapa lembar kerja.')).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Daerah' })).toBeVisible();

  // a waits for b and b for a: in the words of the page, and the question was about the other file.
  const head = [...ROWS[2]!, 'Ketergantungan'];
  const circle = [
    head,
    ['A.', 'Pengungkit', '', '60'],
    ['', 'a. Ada tim', '', '', '', 'Ya/Tidak', '', '', '', '× A.b'],
    ['', 'b. Tim bekerja', '', '', '', 'A/B/C', '', '', '', '× A.a'],
  ];
  await drop('berputar.xlsx', workbook('LKE', circle));
  const said = admin.locator('.vers [role=alert]');
  await expect(said).toContainText('Ketergantungannya berputar: A.a → A.b → A.a. Hapus salah satunya.');
  await expect(said).not.toContainText(/gates|worksheet/);
  await expect(admin.getByText('Ada beberapa lembar kerja.')).toHaveCount(0);
  await look(admin, 'instrumen-ditolak');

  await drop('catatan.xlsx', Buffer.from('bukan buku kerja'));
  await expect(said).toContainText('Ini bukan buku kerja XLSX.');

  // A component without items earns nothing: what counts is told, and what is printed beside it.
  const short = ROWS.filter((row) => !row.some((text) => /^[acd]\. /.test(text)) || row.includes('Nilai (0-4)'));
  await drop('kurang.xlsx', workbook('LKE', short));
  const total = admin.locator('.t.tot');
  await expect(total).toContainText('tertulis 100,00');
  // No version is looked at.
  await expect(admin.locator('a.ver.on, a.ver[aria-current]')).toHaveCount(0);
  await expect(total.locator('.w')).toHaveText('40,00');
  await look(admin, 'instrumen-jumlah');
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

test('how it counts and its grades are edited, and what was typed outlives the page', async ({ device }) => {
  const admin = await device();
  await atInstruments(admin);
  await admin.locator('a.ver').filter({ hasText: 'Reformasi Birokrasi' }).first().click();
  await admin.waitForURL(/pilih=/);
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await admin.getByText('Cara menghitung', { exact: true }).click();
  await admin.getByLabel('Butir tanpa jawaban').selectOption({ label: 'Dihitung nol' });
  const best = admin.getByLabel('Angka AA', { exact: true });
  await expect(best).toHaveValue('90');
  await best.fill('92,5');
  await best.blur();
  // A number that is none is found; the table stays as it is typed.
  await best.fill('banyak');
  await best.blur();
  await expect(admin.locator('section[aria-labelledby=h-periksa]')).toContainText('banyak');
  await best.fill('92,5');
  await best.blur();
  await admin.getByLabel('Peringkat baru').fill('aa');
  await admin.getByLabel('Nilai lebih besar dari').fill('85');
  await admin.getByRole('button', { name: 'Tambah ke tabel' }).click();
  await expect(admin.getByText('Tulis nama yang belum ada di tabel.')).toBeVisible();
  await admin.getByLabel('Peringkat baru').fill('A+');
  await admin.getByRole('button', { name: 'Tambah ke tabel' }).click();
  await expect(admin.getByLabel('Angka A+')).toHaveValue('85');
  await admin.getByRole('button', { name: 'Hapus D', exact: true }).click();
  await expect(admin.getByLabel('Angka D', { exact: true })).toHaveCount(0);
  await admin.getByLabel('Batas BB').selectOption({ label: 'mulai' });
  await look(admin, 'instrumen-hitung');
  await admin.setViewportSize({ width: 1440, height: 900 });

  // A field that is still typed in gives what it holds when the page goes, and the browser asks before.
  let asked = 0;
  admin.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  await best.fill('93');
  const address = admin.url();
  await admin.goto('/admin');
  expect(asked).toBe(1);
  await admin.goto(address);
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await admin.getByRole('button', { name: 'Lanjutkan' }).click();
  await admin.getByText('Cara menghitung', { exact: true }).click();
  await expect(best).toHaveValue('93');
  await expect(admin.getByLabel('Butir tanpa jawaban')).toHaveValue('nol');

  // Kept as a draft, the page goes on by itself; and the customary table comes back.
  await admin.getByRole('button', { name: 'Simpan rancangan' }).click();
  await expect(admin.locator('a.ver.on')).toContainText('Rancangan');
  expect(asked).toBe(1);
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await admin.getByText('Cara menghitung', { exact: true }).click();
  await expect(best).toHaveValue('93');
  await expect(admin.getByLabel('Batas BB')).toHaveValue('mulai');
  await expect(admin.getByText('memakai tabel yang lazim')).toHaveCount(0);
  await admin.getByRole('button', { name: 'Hapus tabel sendiri' }).click();
  await expect(admin.getByText('memakai tabel yang lazim')).toBeVisible();
  await expect(best).toHaveValue('90');
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

  // What differs is told from old to new, of headings and items, before it is kept…
  for (const name of ['Pemenuhan', 'Manajemen Perubahan', 'Tim Kerja']) {
    await admin.getByRole('button', { name: `Buka ${name}` }).first().click();
  }
  await admin.getByRole('button', { name: /^Tim kerja pembangunan ZI/ }).click();
  const editor = admin.getByRole('complementary', { name: 'Sunting baris' });
  await editor.getByLabel('Pernyataan').fill('Tim kerja sudah dibentuk');
  await editor.getByLabel('Pernyataan').blur();
  await editor.getByRole('button', { name: /^Hapus / }).first().click();
  const differs = admin.locator('details.compare').filter({ hasText: 'Bandingkan dengan versi sebelumnya' });
  await differs.getByText('Bandingkan dengan versi sebelumnya').click();
  const heading = differs.getByRole('listitem').filter({ hasText: 'A · Pengungkit kami' });
  await expect(heading.locator('del')).toHaveText(/^Pengungkit$/i);
  await expect(heading.locator('ins')).toHaveText('Pengungkit kami');
  const item = differs.getByRole('listitem').filter({ hasText: 'A.I.1.i.a · Tim kerja sudah dibentuk' });
  await expect(item.locator('ins')).toHaveText('Tim kerja sudah dibentuk');
  await expect(item.getByText('dihapus:')).toBeVisible();
  await expect(differs.getByText('112 butir tetap sama.')).toBeVisible();
  await look(admin, 'instrumen-beda');
  await admin.setViewportSize({ width: 1440, height: 900 });
  await admin.getByRole('button', { name: 'Simpan rancangan' }).click();
  await expect(admin.locator('a.ver.on')).toContainText('Rancangan');
  await expect(admin.getByRole('button', { name: 'Pengungkit kami', exact: true })).toBeVisible();
  // … and afterwards against what it was made from.
  await expect(admin.locator('html[data-siap]')).toBeAttached();
  await differs.getByText('Bandingkan dengan versi sebelumnya').click();
  await expect(heading.locator('ins')).toHaveText('Pengungkit kami');
});
