// The server is restored from a backup that knows nothing of what a phone had sent since: the phone notices by
// itself and sends it again by its signature, before anybody types a password.
import fs from 'node:fs';
import path from 'node:path';
import { expect, signIn, test } from '../fixtures/index.ts';
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
  await server.stop();
  expect(bukti('verify', '--data', server.data)).toContain('Everything is whole');
  for (const kept of fs.readdirSync(path.dirname(server.data))) {
    const mine = kept !== path.basename(server.data) && kept.startsWith(path.basename(server.data));
    if (mine) fs.rmSync(path.join(path.dirname(server.data), kept), { recursive: true, force: true });
  }
});
