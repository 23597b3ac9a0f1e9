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

  bukti('device', 'admit', '--data', server.data, id);
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await page.goto('/');
  await expect(state).toContainText('Masuk lagi untuk membaca kabar baru · semua terkirim', { timeout: 45_000 });
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(desk.locator('a.ev').filter({ hasText: 'Notula' })).toContainText('Terkirim', { timeout: 45_000 });
});
