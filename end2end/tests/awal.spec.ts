// From nothing: an empty data folder, a link that works once, an office with its people and its cycle,
// and the first piece of evidence from a phone.
import { enter, expect, test as base } from '../fixtures/index.ts';
import { look } from '../fixtures/look.ts';
import { bukti, emptyData, firstPassword, freePort, Server } from '../fixtures/server.ts';
import { pdf } from '../fixtures/media.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';

const AREA = 'manajemen-perubahan';

const test = base.extend({
  server: async ({}, use) => {
    const server = new Server(emptyData(), await freePort());
    await server.start();
    await use(server);
    await server.dispose();
  },
});

test('from an empty data folder to the first piece of evidence', async ({ server, line, phone, device }) => {
  test.setTimeout(150_000);
  // The link stands in what the server prints; here it leads through the test's own line.
  await expect.poll(() => server.log).toMatch(/\/mulai\?kunci=\S+/);
  const link = /\/mulai\?kunci=\S+/.exec(server.log)![0];
  const admin = await device();
  await admin.goto('/mulai?kunci=karangan');
  await expect(admin.getByRole('heading', { name: 'Tautan ini tidak berlaku lagi' })).toBeVisible();
  await look(admin, 'mulai-berakhir');
  await admin.goto(link);
  await look(admin, 'mulai');
  // Nothing was filled in: it is told in the page's own words, beside each field, and the first has the focus.
  await admin.getByRole('button', { name: 'Mulai' }).click();
  await expect(admin.getByText('Isian ini perlu diisi.')).toHaveCount(5);
  await expect(admin.getByLabel('Nama satker')).toBeFocused();
  await expect(admin.getByLabel('Nama satker')).toHaveAccessibleDescription(/^Isian ini perlu diisi\. /);
  await look(admin, 'mulai-salah');
  await admin.getByLabel('Nama satker').fill('KPU Provinsi Jawa Timur');
  await admin.getByLabel('Nama Anda').fill('Yuliana Kartikasari');
  await admin.getByLabel('NIP atau nama pengguna').fill('Yuliana');
  await admin.getByLabel('Kata sandi', { exact: true }).fill('padi menguning 7');
  await admin.getByLabel('Kata sandi sekali lagi').fill('padi menguning 8');
  await admin.getByRole('button', { name: 'Mulai' }).click();
  // What doesn't fit is said beside its field, and what was typed stays.
  await expect(admin.getByText('Kedua kata sandi berbeda')).toBeVisible();
  await expect(admin.getByLabel('Nama Anda')).toHaveValue('Yuliana Kartikasari');
  await admin.getByLabel('Kata sandi', { exact: true }).fill('padi menguning 7');
  await admin.getByLabel('Kata sandi sekali lagi').fill('padi menguning 7');
  await admin.getByRole('button', { name: 'Mulai' }).click();
  await expect(admin).toHaveURL(/\/masuk$/);
  await enter(admin, 'yuliana', 'padi menguning 7');
  await expect(admin.locator('#isi')).toContainText('Belum ada siklus', { timeout: 30_000 });
  await admin.goto(link);
  await expect(admin.getByRole('heading', { name: 'Tautan ini tidak berlaku lagi' })).toBeVisible();

  // The rest by the command line, while the server runs.
  const { data } = server;
  bukti('office', 'add', '--data', data, '--name', 'KPU Kabupaten Trenggalek', '--parent', 'Jawa Timur', '--zone', 'WIB');
  const first = firstPassword(
    bukti('person', 'add', '--data', data, '--office', 'Trenggalek', '--login', 'siti', '--name', 'Siti Nurhayati'),
  );
  bukti('role', 'grant', '--data', data, 'siti', 'anggota', '--area', AREA);

  const page = await phone.open();
  await page.goto('/masuk');
  await enter(page, 'siti', first);
  await page.getByLabel('Kata sandi sekarang').fill(first);
  await page.getByLabel('Kata sandi baru', { exact: true }).fill('sawah di lereng 9');
  await page.getByLabel('Kata sandi baru, sekali lagi').fill('sawah di lereng 9');
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click();
  await expect(page.locator('#isi')).toContainText('Belum ada siklus', { timeout: 30_000 });
  // The cycle reaches the phone by sync, with its worksheet. It is open today, whenever that is.
  const today = new Date();
  const inThirtyDays = new Date(today.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  bukti('cycle', 'open', '--data', data, '--office', 'Trenggalek', '--year', `${today.getUTCFullYear()}`, '--closes', inThirtyDays, '--target', '75');
  await page.goto('/sinkron');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await page.goto('/');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 45_000 });
  await settled(page);

  // The first evidence, without a signal.
  line.cut();
  await openItem(page, AREA);
  await answer(page, 0);
  await capture(page, 'Berkas', [{ name: 'SK Tim ZI.pdf', mimeType: 'application/pdf', buffer: pdf('SK Tim ZI') }]);
  const tile = page.locator('a.ev').filter({ hasText: 'SK Tim ZI' });
  await expect(tile).toContainText('Menunggu');
  line.mend();
  await expect(tile).toContainText('Terkirim', { timeout: 45_000 });

  // The admin of the parent sees that the office has begun.
  await admin.goto('/admin');
  await expect(admin.locator('body')).toContainText('KPU Kabupaten Trenggalek');
});

