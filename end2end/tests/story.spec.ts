// The main job, end to end: an officer signs in, loses the network, plans, scores, captures evidence,
// closes the browser, opens it again still offline, gets a signal, and a colleague's desktop shows it.
import { expect, signIn, test } from '../fixtures/index.ts';
import { hasExif, pdf, photo, sha256 } from '../fixtures/media.ts';
import { answer, capture, openEvidence, openItem, settled } from '../fixtures/app.ts';

test('offline on a phone, seconds later on a colleague’s desktop', async ({ line, device, phone }) => {
  test.setTimeout(150_000);
  let page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);

  line.cut();
  // She plans.
  await page.getByRole('link', { name: 'Rencana', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rencana');
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  await page.getByLabel('Judul').fill('Sosialisasi budaya kerja');
  await page.getByLabel('Area perubahan').selectOption({ label: 'Manajemen Perubahan' });
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByText('Sosialisasi budaya kerja').first()).toBeVisible();

  // She scores an item and photographs what proves it.
  await openItem(page, 'manajemen-perubahan');
  const item = page.url();
  await answer(page, 1);
  const picture = await photo(page);
  const paper = pdf('Notula rapat evaluasi');
  // The button asks for the camera at the back; what it took comes as any file does.
  const camera = page.locator('.capture label').filter({ hasText: 'Kamera' }).locator('input[type=file]');
  await expect(camera).toHaveAttribute('capture', 'environment');
  await capture(page, 'Kamera', [{ name: 'image.jpg', mimeType: 'image/jpeg', buffer: picture }]);
  // Cameras call all their pictures alike: it is called by its moment.
  const taken = await page.locator('.ev').filter({ hasText: /Foto \d/ }).innerText();
  const shot = /Foto \d.*/.exec(taken)![0];
  await capture(page, 'Berkas', [
    { name: 'Notula TW III.pdf', mimeType: 'application/pdf', buffer: paper },
  ]);
  await expect(page.locator('.ev').filter({ hasText: 'Notula TW III' })).toBeVisible();

  // The browser is closed and opened again, still offline.
  await phone.close();
  page = await phone.open();
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await expect(page.locator('.ev').filter({ hasText: 'Notula TW III' })).toBeVisible();
  await page.goto('/sinkron');
  await expect(page.getByRole('heading', { name: 'Menunggu server terjangkau' })).toBeVisible({ timeout: 20_000 });

  // A signal.
  line.mend();
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await settled(page);

  // A colleague's desktop shows it, and opens both files.
  const desk = await device();
  await desk.setViewportSize({ width: 1440, height: 900 });
  await signIn(desk, 'agus');
  await desk.goto(new URL(item).pathname);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked();
  await desk.goto('/rencana');
  await expect(desk.getByText('Sosialisasi budaya kerja').first()).toBeVisible();
  const document = await openEvidence(desk, 'Notula TW III');
  expect(sha256(document)).toBe(sha256(paper));
  const image = await openEvidence(desk, shot);
  expect(hasExif(image), 'no place, no camera in what was sent').toBe(false);
  const size = await desk
    .locator('img.berkas')
    .evaluate((e) => [(e as HTMLImageElement).naturalWidth, (e as HTMLImageElement).naturalHeight]);
  // Taken as 800 × 600 with "turn right": upright it is 600 × 800.
  expect(size).toEqual([600, 800]);
});
