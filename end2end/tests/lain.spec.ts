// One person, two devices: what waits on the first isn't said to be on the second, nor on the server.
import { expect, signIn, test } from '../fixtures/index.ts';
import { pdf } from '../fixtures/media.ts';
import { capture, openItem, settled } from '../fixtures/app.ts';

test('a file that waits on another device is said to wait there', async ({ line, device }) => {
  const [phone, desk] = [await device(), await device()];
  await signIn(phone, 'siti');
  await signIn(desk, 'siti');
  await settled(desk);
  // The fact arrives, its bytes don't.
  line.weather.breaksRequest = (head) => (/^PATCH /.test(head) ? 0 : null);
  await openItem(phone, 'manajemen-perubahan');
  const item = new URL(phone.url()).pathname;
  await capture(phone, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  await expect(phone.getByText('1 di perangkat ini')).toBeVisible();

  await desk.goto(item);
  const evidence = desk.getByRole('region', { name: /^Bukti/ });
  await expect(evidence.getByText('1 di perangkat lain')).toBeVisible({ timeout: 45_000 });
  await expect(evidence.locator('a.ev')).toContainText('Belum sampai');
  await desk.goto('/sinkron');
  await expect(desk.getByRole('heading', { name: '1 bukti Anda menunggu di perangkat Anda yang lain' })).toBeVisible();
  await expect(desk.getByText('sudah ada di server')).toHaveCount(0);

  line.weather.breaksRequest = null;
  await phone.goto('/sinkron');
  await phone.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(desk.getByText('Semua yang Anda tulis dan ambil sudah ada di server.')).toBeVisible({ timeout: 60_000 });
});
