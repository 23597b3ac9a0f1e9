// A file that never gets through: its person asks for it anew, saves a copy, or stops it, and goes on where it
// stopped at any later time.
import fs from 'node:fs';
import { expect, signIn, test } from '../fixtures/index.ts';
import { capture, openItem, settled, told } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf, sha256 } from '../fixtures/media.ts';

const MIB = 1024 * 1024;

test('a stuck file has its ways out, and a way back', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  // Its first part arrives; every later one breaks off.
  const later = /^PATCH [\s\S]*upload-offset: [1-9]/i;
  line.weather.breaksRequest = (head) => (later.test(head) ? 0 : null);
  const noise = Buffer.alloc(2 * MIB);
  for (let at = 0; at < noise.length; at += 1) noise[at] = (at * 2654435761) >>> 13;
  const thick = Buffer.concat([pdf('Laporan tebal'), noise]);
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: thick }]);
  await page.goto('/sinkron');
  const row = page.locator('li.up').filter({ has: page.getByRole('progressbar') });
  await expect(row.locator('.nm .num')).toContainText(/^1(,0)? MB/, { timeout: 45_000 });
  const ways = row.getByRole('button', { name: 'Pilihan untuk Laporan tebal.pdf' });
  await expect(ways).toHaveAttribute('aria-expanded', 'false');
  await ways.click();
  await expect(ways).toHaveAttribute('aria-expanded', 'true');
  await look(page, 'sinkron-tersendat');

  const saved = page.waitForEvent('download');
  await row.getByRole('button', { name: 'Simpan salinan' }).click();
  const copy = await saved;
  expect(copy.suggestedFilename()).toBe('Laporan tebal.pdf');
  expect(sha256(fs.readFileSync(await copy.path()))).toBe(sha256(thick));

  // Asked for anew, the server gives it an address anew; it gets stuck there as well.
  const asked = page.waitForRequest((request) => request.url().endsWith('/api/v1/sync/push'));
  await row.getByRole('button', { name: 'Coba lagi sekarang' }).click();
  await asked;

  await told(page, 'dihentikan', () => row.getByRole('button', { name: 'Hentikan' }).click());
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible();
  await page.getByRole('button', { name: 'Urungkan' }).click();
  await expect(row).toBeVisible();
  await ways.click();
  await told(page, 'dihentikan', () => row.getByRole('button', { name: 'Hentikan' }).click());
  await page.goto(item);
  const tile = page.locator('a.ev').filter({ hasText: 'Laporan tebal' });
  await expect(tile).toContainText('Dihentikan');
  // It stays stopped although everything would get through by now.
  line.weather.breaksRequest = null;
  await settled(page);
  await page.goto(item);
  await expect(tile).toContainText('Dihentikan');

  await page.goto('/sinkron');
  const gone = page.getByRole('region', { name: 'Dihentikan atau dilepaskan' });
  await gone.locator('summary').click();
  await told(page, 'Dilanjutkan', () => gone.getByRole('button', { name: 'Lanjutkan: Laporan tebal.pdf' }).click());
  await page.goto(item);
  await expect(tile).toContainText('Terkirim', { timeout: 45_000 });
});
