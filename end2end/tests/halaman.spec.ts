// The pages of a piece of evidence: one more, another in its place, another order, one less, each with a
// way back; and ways back that outlive the next thing that is done.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';
import { pdf, sha256 } from '../fixtures/media.ts';

const AREA = 'manajemen-perubahan';

const paper = (name: string) => ({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: pdf(name) });
const files = (page: Page) => page.getByRole('region', { name: 'Berkas' }).locator('li[data-sidik]');
const digests = (page: Page): Promise<(string | null)[]> =>
  files(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-sidik')));
const undo = (page: Page, of: string) =>
  page.locator('.toast').filter({ hasText: of }).getByRole('button', { name: 'Urungkan' });

test('pages are added, ordered, replaced and taken out, offline, and a colleague sees the same', async ({
  line,
  device,
}) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  line.cut();
  const [first, second, third] = [paper('Halaman satu'), paper('Halaman dua'), paper('Halaman tiga')];
  await capture(page, 'Berkas', [first]);
  await page.locator('a.ev').filter({ hasText: 'Halaman satu' }).click();
  await expect(files(page)).toHaveCount(1);
  const address = new URL(page.url()).pathname;
  const [one, two, three] = [sha256(first.buffer), sha256(second.buffer), sha256(third.buffer)];

  // The only page can't be taken out, only replaced.
  await expect(page.getByRole('button', { name: 'Lepaskan Halaman satu.pdf' })).toHaveCount(0);
  const more = page.locator('label').filter({ hasText: 'Berkas lain' }).locator('input[type=file]');
  await more.setInputFiles([second]);
  await expect.poll(() => digests(page)).toEqual([one, two]);
  const up = page.getByRole('button', { name: 'Naikkan Halaman dua.pdf' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => digests(page)).toEqual([two, one]);
  await expect(up).toBeFocused();
  await expect(up).toHaveAttribute('aria-disabled', 'true');
  // The way back of what was done before is still there.
  await expect(undo(page, '1 halaman ditambahkan')).toBeVisible();
  await undo(page, 'Urutan halaman diubah').click();
  await expect.poll(() => digests(page)).toEqual([one, two]);

  await page.locator('label').filter({ hasText: 'Ganti Halaman satu.pdf' }).locator('input[type=file]').setInputFiles([third]);
  await expect.poll(() => digests(page)).toEqual([three, two]);
  await undo(page, 'Halaman satu.pdf diganti').click();
  await expect.poll(() => digests(page)).toEqual([one, two]);
  await page.locator('label').filter({ hasText: 'Ganti Halaman satu.pdf' }).locator('input[type=file]').setInputFiles([third]);
  await expect.poll(() => digests(page)).toEqual([three, two]);

  await page.getByRole('button', { name: 'Lepaskan Halaman dua.pdf' }).click();
  await expect.poll(() => digests(page)).toEqual([three]);
  await undo(page, 'Halaman dua.pdf dilepas').click();
  await expect.poll(() => digests(page)).toEqual([three, two]);

  await page.reload();
  await expect.poll(() => digests(page)).toEqual([three, two]);
  line.mend();
  await settled(page);
  const desk = await device();
  await signIn(desk, 'hendra');
  await desk.goto(address);
  await expect.poll(() => digests(desk)).toEqual([three, two]);
  // An assessor reads it and changes nothing.
  await expect(desk.locator('label').filter({ hasText: 'Berkas lain' })).toHaveCount(0);
  const row = files(desk).first();
  await row.getByRole('button', { name: 'Buka' }).click();
  await expect(row.getByRole('link', { name: 'Simpan' })).toBeVisible({ timeout: 45_000 });
});

test('a page that a colleague adds although it is there already leaves nothing behind', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const first = paper('Halaman satu');
  await capture(page, 'Berkas', [first]);
  await page.locator('a.ev').filter({ hasText: 'Halaman satu' }).click();
  await expect(files(page)).toHaveCount(1);
  const address = new URL(page.url()).pathname;
  await settled(page);

  // His device doesn't hold its bytes: what it reads of the file must not wait there to be sent for ever.
  const desk = await device();
  await signIn(desk, 'agus');
  await settled(desk);
  await desk.goto(address);
  await expect(files(desk)).toHaveCount(1);
  await desk.locator('label').filter({ hasText: 'Berkas lain' }).locator('input[type=file]').setInputFiles([first]);
  await expect(desk.getByRole('progressbar')).toHaveCount(0);
  await expect(desk.locator('.toast')).toHaveCount(0);
  expect(await digests(desk)).toEqual([sha256(first.buffer)]);
  await settled(desk);
});

test('a way back stays its six seconds whatever is done next', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await answer(page, 1);
  await expect(undo(page, 'Jawaban menjadi')).toBeVisible();
  await capture(page, 'Berkas', [paper('Notula')]);
  await undo(page, 'Jawaban menjadi').click();
  await expect(page.getByRole('radio').nth(1)).not.toBeChecked();
  await expect(page.locator('a.ev').filter({ hasText: 'Notula' })).toHaveCount(1);
});
