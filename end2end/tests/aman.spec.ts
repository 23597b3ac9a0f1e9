// What two backups hold is safe: only then may its bytes leave the phone, and from then on they come back from the server.
import fs from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, signIn, test as base } from '../fixtures/index.ts';
import { answer, capture, openItem, saveFile, settled, told } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf, photo, sha256, thickPdf } from '../fixtures/media.ts';
import { bukti, demoData, freePort, Server } from '../fixtures/server.ts';
import { database, keys, quiet, texts } from '../fixtures/simpanan.ts';

/** The place for backups beside a data folder. */
const placeOf = (server: Server): string => `${server.data}-cadangan`;

const test = base.extend({
  server: async ({}, use) => {
    const data = demoData();
    // The server itself makes none: the test says when.
    const flags = ['--backup-to', `${data}-cadangan`, '--backup-keep', '0'];
    const server = new Server(data, await freePort(), flags);
    await server.start();
    await use(server);
    await server.dispose();
    fs.rmSync(placeOf(server), { recursive: true, force: true });
  },
});

/** Makes a backup, and has the page hear of it; it shows `/sinkron` then. */
async function backUp(server: Server, page: Page): Promise<void> {
  bukti('backup', '--data', server.data, placeOf(server));
  // It looks into the place at its start, and then every quarter of an hour.
  await server.stop();
  await server.start();
  const read = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync/pull') && reply.ok());
  await page.goto('/sinkron');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await read;
}

test('a file that is safe is freed on the phone, then fetched again and opened', async ({ server, line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  await answer(page, 1);
  const paper = Buffer.concat([pdf('Laporan tebal'), Buffer.alloc(1_500_000, 'Laporan monev. ')]);
  const picture = await photo(page);
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: paper }]);
  await capture(page, 'Berkas', [{ name: 'rapat.jpg', mimeType: 'image/jpeg', buffer: picture }]);
  const tiles = page.locator('a.ev');
  for (const nth of [0, 1]) await expect(tiles.nth(nth)).toContainText('Terkirim', { timeout: 45_000 });
  const sent = await tiles.filter({ hasText: 'Laporan tebal' }).getAttribute('href');
  const shown = await tiles.filter({ hasNotText: 'Laporan tebal' }).getAttribute('href');
  const free = page.getByRole('button', { name: /^Kosongkan/ });

  // On the server, in one backup: this device still guards them.
  await backUp(server, page);
  await expect(page.getByText('baru bisa dikosongkan setelah dua kali dicadangkan')).toBeVisible();
  await expect(free).toHaveCount(0);

  await backUp(server, page);
  await expect(free).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText('baru bisa dikosongkan setelah dua kali dicadangkan')).toHaveCount(0);
  await look(page, 'sinkron-aman');
  await told(page, 'dikosongkan', () => free.click());
  await expect(free).toHaveCount(0);
  await quiet(page);
  expect(await texts(page, name, 'chunks'), 'no bytes of a file are left').toEqual([]);
  expect(await texts(page, name, 'thumbs'), 'the small picture is').toHaveLength(1);

  // Without a signal it is said where they are; with one they come back as they were.
  line.cut();
  await page.goto(sent!);
  const files = page.getByRole('region', { name: 'Berkas' });
  await files.getByRole('button', { name: 'Buka' }).click();
  await expect(files).toContainText('Isinya ada di server dan perangkat ini sedang luring');
  await page.goto(item);
  await expect(tiles.filter({ hasNotText: 'Laporan tebal' }).locator('img')).toBeVisible();
  line.mend();
  await page.goto(sent!);
  expect(sha256(await saveFile(page))).toBe(sha256(paper));
  await page.goto(shown!);
  const image = files.locator('img.berkas');
  await expect(image).toBeVisible({ timeout: 45_000 });
  expect(await image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(600);
});

test('a full device frees what is safe from the row of the file that doesn’t fit', async ({ server, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: thickPdf('Laporan tebal', 1_500_000) }]);
  await expect(page.locator('a.ev').first()).toContainText('Terkirim', { timeout: 45_000 });
  for (const _ of ['once', 'twice']) await backUp(server, page);
  await expect(page.getByRole('button', { name: /^Kosongkan/ })).toBeVisible({ timeout: 45_000 });
  await page.goto(item);
  await expect(page.locator('label.choice').first()).toBeVisible();
  // The disk takes no bytes until some were given up.
  await page.evaluate(() => {
    let full = true;
    const { put, delete: remove } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...given) {
      if (full && this.name === 'chunks') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, given);
    };
    IDBObjectStore.prototype.delete = function (...given) {
      if (this.name === 'chunks') full = false;
      return remove.apply(this, given);
    };
  });
  const input = page.locator('.capture label').filter({ hasText: 'Berkas' }).locator('input[type=file]');
  await input.setInputFiles([{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  const row = page.getByRole('alert').getByRole('listitem').filter({ hasText: 'Notula' });
  const free = row.getByRole('button', { name: 'Kosongkan 1,5 MB, lalu coba lagi' });
  await expect(free).toBeVisible({ timeout: 60_000 });
  await look(page, 'butir-penuh-aman');
  await told(page, /ersimpan/, () => free.click());
  await expect(row).toHaveCount(0);
  await expect(page.locator('a.ev').filter({ hasText: 'Notula' })).toContainText('Terkirim', { timeout: 45_000 });
});

test('past the person’s own limit one tap frees what is safe, and nothing else', async ({ server, line, device }) => {
  test.setTimeout(150_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  const past = 'Berkas melewati batas Anda, 3 MB';
  const paper = (title: string, bytes: number) => ({ title, given: { name: `${title}.pdf`, mimeType: 'application/pdf', buffer: thickPdf(title, bytes) } });
  const [old, young, unsent] = [paper('Laporan tebal', 2_500_000), paper('Undangan', 1_300_000), paper('Notula', 500_000)];
  const tile = (title: string) => page.locator('a.ev').filter({ hasText: title });
  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  await answer(page, 1);
  await capture(page, 'Berkas', [old.given]);
  await capture(page, 'Berkas', [{ name: 'rapat.jpg', mimeType: 'image/jpeg', buffer: await photo(page) }]);
  await expect(page.locator('a.ev').filter({ hasText: 'Terkirim' })).toHaveCount(2, { timeout: 45_000 });
  await backUp(server, page);

  // The least that can be chosen is 250 MB, more than a test should fill: a smaller one lies where the app keeps the choice.
  await page.evaluate(() => localStorage.setItem('bukti.batas', '3000000'));
  await page.goto(item);
  await capture(page, 'Berkas', [young.given]);
  await expect(tile(young.title)).toContainText('Terkirim', { timeout: 45_000 });
  await page.goto('/saya');
  const room = page.getByRole('region', { name: 'Ruang di perangkat ini' });
  const free = room.getByRole('button', { name: /^Kosongkan/ });
  await expect(room).toContainText('3,8 MB, batas Anda 3 MB');
  await expect(room.getByRole('status')).toContainText(past);
  await expect(room.getByRole('status')).toContainText('Belum ada yang aman untuk dikosongkan.');
  await expect(free).toHaveCount(0);

  // What came after the first of two backups isn't safe, still less what isn't on the server at all.
  await backUp(server, page);
  await expect(free).toBeVisible({ timeout: 45_000 });
  line.weather.breaksRequest = (head) => (head.startsWith('PATCH /api/v1/blobs/upload/') ? 0 : null);
  await page.goto(item);
  await capture(page, 'Berkas', [unsent.given]);
  await page.goto('/saya');
  await expect(room).toContainText('4,3 MB, batas Anda 3 MB');
  await expect(room.getByRole('status')).toContainText(past);
  await expect(room.getByRole('status')).toContainText('Kosongkan yang sudah aman di server. Gambar kecilnya tetap ada.');
  await free.scrollIntoViewIfNeeded();
  await look(page, 'saya-lewat-batas');
  await expect(free).toHaveText('Kosongkan 2,5 MB');
  await told(page, '2,5 MB dikosongkan', () => free.click());
  await expect(room).toContainText('1,8 MB, batas Anda 3 MB');
  await expect(room).not.toContainText(past);
  await expect(free).toHaveCount(0);

  // What wasn't safe opens without a signal, and the photograph's small picture is there; what was freed is said to be elsewhere.
  line.cut();
  await page.goto(item);
  const picture = page.locator('a.ev').filter({ has: page.locator('img') });
  await expect(picture).toHaveCount(1);
  await expect(picture.locator('img')).toBeVisible();
  const files = page.getByRole('region', { name: 'Berkas' });
  for (const { title, given } of [young, unsent]) {
    await page.goto(item);
    await tile(title).click();
    expect(sha256(await saveFile(page)), title).toBe(sha256(given.buffer));
  }
  await page.goto(item);
  await tile(old.title).click();
  await files.getByRole('button', { name: 'Buka' }).click();
  await expect(files).toContainText('Isinya ada di server dan perangkat ini sedang luring');
  line.mend();
  await page.reload();
  expect(sha256(await saveFile(page))).toBe(sha256(old.given.buffer));
  await quiet(page);
  // Opened, it isn't kept again: the pieces of 1 MiB are those of what wasn't safe.
  expect(await keys(page, name, 'chunks')).toHaveLength(3);
  expect(await texts(page, name, 'thumbs')).toHaveLength(1);
});
