// What two backups hold is safe: only then may its bytes leave the phone, and from then on they come back from the server.
import fs from 'node:fs';
import { expect, signIn, test as base } from '../fixtures/index.ts';
import { answer, capture, openItem, saveFile, settled, told } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf, photo, sha256 } from '../fixtures/media.ts';
import { bukti, demoData, freePort, Server } from '../fixtures/server.ts';
import { database, quiet, texts } from '../fixtures/simpanan.ts';

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
  const backUp = async (): Promise<void> => {
    bukti('backup', '--data', server.data, placeOf(server));
    // It looks into the place at its start, and then every quarter of an hour.
    await server.stop();
    await server.start();
    const read = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync/pull') && reply.ok());
    await page.goto('/sinkron');
    await page.getByRole('button', { name: 'Kirim sekarang' }).click();
    await read;
  };
  await backUp();
  await expect(page.getByText('baru bisa dikosongkan setelah dua kali dicadangkan')).toBeVisible();
  await expect(free).toHaveCount(0);

  await backUp();
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
