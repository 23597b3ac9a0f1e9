// A phone that was lost, or taken for lost, is revoked: what it still has is held for an admin, and it says so.
import { expect, signIn, test } from '../fixtures/index.ts';
import { bukti } from '../fixtures/server.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf } from '../fixtures/media.ts';

const AREA = 'manajemen-perubahan';

test('a revoked device says that an admin is needed, and sends on once its work is admitted', async ({ server, line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const id = await page.evaluate(() => JSON.parse(localStorage['bukti.masuk']).resident.device);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  bukti('device', 'revoke', '--data', server.data, id);
  line.mend();

  await page.goto('/');
  const state = page.locator('.syncline');
  await expect(state).toContainText(/Perlu admin: ponsel ini dicabut · [1-9] ditahan sampai diterima admin/, { timeout: 45_000 });
  await look(page, 'beranda-dicabut');
  await page.goto('/sinkron');
  await expect(page.getByText('Hubungi admin satker: ia dapat menerima kiriman perangkat ini.').first()).toBeVisible();
  // Its session ended as well: who knows the password may read on.
  await expect(page.getByLabel('Kata sandi', { exact: true })).toBeVisible({ timeout: 45_000 });
  await look(page, 'sinkron-dicabut');

  // Who leads the office sees what is kept aside of it, though no report of the phone tells of that any more.
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto('/sinkron');
  const held = /[1-9] ditahan di server sejak hari ini, sampai diterima admin/;
  const row = desk.getByRole('region', { name: 'Perangkat satker' }).getByRole('listitem').filter({ hasText: 'dicabut' });
  await expect(row).toContainText(held, { timeout: 45_000 });
  await look(desk, 'perangkat-dicabut');
  // So does its person, on a device that has nothing to send.
  const other = await device();
  await signIn(other, 'siti');
  await settled(other);
  await other.goto('/sinkron');
  await expect(other.getByRole('heading', { name: held })).toBeVisible({ timeout: 45_000 });
  await expect(other.getByText('Minta admin satker Anda menerimanya.')).toBeVisible();
  await look(other, 'lain-dicabut');

  bukti('device', 'admit', '--data', server.data, id);
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await page.goto('/');
  await expect(state).toContainText('Masuk lagi untuk membaca kabar baru · semua terkirim', { timeout: 45_000 });
  await other.reload();
  await expect(other.getByRole('heading', { name: 'Sinkronisasi' })).toBeVisible();
  await expect(other.getByRole('heading', { name: held })).toHaveCount(0, { timeout: 45_000 });
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(desk.locator('a.ev').filter({ hasText: 'Notula' })).toContainText('Terkirim', { timeout: 45_000 });
});
