// What a person decides about sending, and what proves that it arrived: files that wait for their word, a
// comparison on demand, the server's signed receipts.
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf } from '../fixtures/media.ts';
import { bukti } from '../fixtures/server.ts';

const AREA = 'manajemen-perubahan';

test('files wait for their person’s word while texts go; then they go', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await page.goto('/sinkron');
  const choice = page.getByLabel('Kirim berkas');
  await choice.selectOption('Jeda dulu');
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);

  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  // The words are there, the file isn't.
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  const tile = desk.locator('a.ev').filter({ hasText: 'Notula' });
  await expect(tile).toBeVisible({ timeout: 45_000 });
  await page.goto('/sinkron');
  const row = page.locator('li.up').filter({ hasText: 'Notula.pdf' });
  await expect(row).toContainText('Dijeda oleh Anda');
  await expect(page.locator('li.up')).toHaveCount(1);
  await look(page, 'sinkron-jeda');
  await expect(choice).toHaveValue('jeda');

  await choice.selectOption('Setiap ada sinyal');
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible({ timeout: 45_000 });
  await expect(tile).toContainText('Terkirim', { timeout: 45_000 });
});

test('everything is compared on demand, and receipts prove what the server took', async ({ line, server, device }, info) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await answer(page, 1);
  await settled(page);
  await page.goto('/sinkron');
  const section = page.getByRole('region', { name: 'Cocok dengan server' });
  line.cut();
  await section.getByRole('button', { name: 'Cocokkan sekarang' }).click();
  await expect(section.getByRole('status')).toContainText(/dicocokkan/i);
  await expect(section.getByRole('status')).not.toContainText('Terakhir');
  line.mend();
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(section.getByRole('status')).toContainText('Terakhir dicocokkan', { timeout: 45_000 });
  await expect(section.getByRole('alert')).toHaveText('');

  const saved = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Simpan tanda terima' }).click();
  const file = info.outputPath('tanda-terima.json');
  await (await saved).saveAs(file);
  expect(bukti('verify', '--data', server.data, '--receipt', file)).toContain('The receipt holds: 1 ops');
});
