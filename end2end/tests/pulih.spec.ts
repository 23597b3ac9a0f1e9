// The server is restored from a backup that knows nothing of what a phone had sent since: the phone notices by
// itself and sends it again by its signature, before anybody types a password.
import fs from 'node:fs';
import path from 'node:path';
import { PASSWORD, expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem, saveFile, settled } from '../fixtures/app.ts';
import { pdf, sha256 } from '../fixtures/media.ts';
import { bukti } from '../fixtures/server.ts';

test('a restored server gets back what it forgot, although nobody is signed in there', async ({
  server,
  line,
  device,
}) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const backups = `${server.data}-cadangan`;
  bukti('backup', '--data', server.data, backups);

  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  await answer(page, 1);
  const paper = pdf('Notula sesudah cadangan');
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: paper }]);
  await expect(page.locator('a.ev').filter({ hasText: 'Notula' })).toContainText('Terkirim', { timeout: 45_000 });
  await settled(page);

  await server.stop('SIGKILL');
  const [backup] = fs.readdirSync(backups);
  bukti('restore', '--data', server.data, '--move-aside', path.join(backups, backup!));
  await server.start();
  await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  await expect(page.locator('.syncline')).toContainText('Masuk lagi', { timeout: 45_000 });

  // Somebody else finds it there; she typed nothing.
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  const evidence = desk.locator('a.ev').filter({ hasText: 'Notula' });
  await expect(evidence).toContainText('Terkirim', { timeout: 45_000 });
  await evidence.click();
  expect(sha256(await saveFile(desk))).toBe(sha256(paper));
  await expect(page).toHaveURL(`${line.url}/`);

  // What was read went with the old server: she is told why nothing shows, and her password brings it back.
  await expect(page.getByRole('heading', { name: 'Masuk lagi untuk melihat data satker' })).toBeVisible();
  await page.goto('/saya');
  await expect(page.getByText('Peran Anda tampil setelah')).toBeVisible();
  await expect(page.getByText('Belum ada peran')).toHaveCount(0);
  await page.goto('/sinkron');
  const password = page.getByLabel('Kata sandi', { exact: true });
  const enter = page.getByRole('button', { name: 'Masuk lagi' });
  await enter.click();
  await expect(password).toBeFocused();
  await password.fill('bukan kata sandinya');
  await enter.click();
  await expect(page.getByRole('alert').filter({ hasText: 'tidak cocok' })).toBeVisible();
  await password.fill(PASSWORD);
  await enter.click();
  await expect(enter).toHaveCount(0, { timeout: 45_000 });
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await settled(page);
  await server.stop();
  expect(bukti('verify', '--data', server.data)).toContain('Everything is whole');
  for (const kept of fs.readdirSync(path.dirname(server.data))) {
    const mine = kept !== path.basename(server.data) && kept.startsWith(path.basename(server.data));
    if (mine) fs.rmSync(path.join(path.dirname(server.data), kept), { recursive: true, force: true });
  }
});
