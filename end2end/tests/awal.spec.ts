// From nothing: an empty data folder, a link that works once, an office with its people and its cycle,
// and the first piece of evidence from a phone.
import { spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { enter, expect, test as base } from '../fixtures/index.ts';
import { look, visit } from '../fixtures/look.ts';
import { bin, bukti, emptyData, firstPassword, freePort, Server } from '../fixtures/server.ts';
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

/** The one-time link stands in what the server prints; here it leads through the test's own line. */
async function linkOf(server: Server): Promise<string> {
  await expect.poll(() => server.log).toMatch(/\/mulai\?kunci=\S+/);
  return /\/mulai\?kunci=\S+/.exec(server.log)![0];
}

async function begin(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Nama satker').fill('KPU "Provinsi" Jawa Timur');
  await page.getByLabel('Nama Anda').fill('Yuliana Kartikasari');
  await page.getByLabel('NIP atau nama pengguna').fill('yuliana');
  await page.getByLabel('Kata sandi', { exact: true }).fill('padi menguning 7');
  await page.getByLabel('Kata sandi sekali lagi').fill('padi menguning 7');
  await page.getByRole('button', { name: 'Mulai' }).click();
  await expect(page).toHaveURL(/\/masuk$/);
}

test('from an empty data folder to the first piece of evidence', async ({ server, line, phone, device }) => {
  test.setTimeout(150_000);
  const link = await linkOf(server);
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


test('the first admin is told what comes next, by commands that work as they stand', async ({ server, device }) => {
  const admin = await device();
  await begin(admin, await linkOf(server));
  await enter(admin, 'yuliana', 'padi menguning 7');
  const commands = admin.locator('.cara code');
  await expect(commands).toHaveCount(4, { timeout: 30_000 });
  await look(admin, 'beranda-admin-pertama');
  for (const address of ['/', '/rencana', '/lke', '/bukti', '/kabar']) {
    await visit(admin, address);
    await expect(commands).toHaveCount(4);
    await expect(admin.locator('body')).not.toContainText('Hubungi admin');
  }
  const told = await commands.allTextContents();
  await admin.goto('/admin');
  await expect(admin.getByRole('heading', { name: 'Belum ada satker di bawah Anda' })).toBeVisible();
  await look(admin, 'admin-kosong');
  expect(await commands.allTextContents(), 'both pages say the same').toEqual(told);
  for (const command of told) {
    const here = command.replace(/^bukti /, `${bin()} `).replace('/srv/bukti', server.data);
    const run = spawnSync('sh', ['-c', here], { encoding: 'utf8' });
    expect(run.status, `${command}: ${run.stderr}`).toBe(0);
  }
  await admin.goto('/admin');
  await expect(admin.getByRole('rowheader', { name: 'KPU Kabupaten Contoh' })).toBeVisible();
  await admin.goto('/sinkron');
  await admin.getByRole('button', { name: 'Kirim sekarang' }).click();
  await admin.goto('/');
  await expect(admin.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 45_000 });
});
