// Answers are tried without touching anything, and the counts of a percentage give its value.
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';

test.use({ contextOptions: { reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] } });

test('a tried answer is compared, shared and forgotten; the worksheet stays as it was', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const pushes: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/sync/push')) pushes.push(request.url());
  });
  await visit(page, '/lke');
  await page.getByRole('link', { name: 'Coba-coba jawaban' }).click();
  const area = page.locator('details.card').first();
  await area.locator('summary').click();
  const choice = area.locator('select').first();
  const best = await choice.locator('option').nth(1).getAttribute('value');
  const now = await choice.locator('option').first().textContent();
  // Something else than what stands there.
  const other = now?.endsWith(`: ${best}`) ? '' : best!;
  await choice.selectOption(other);
  await expect(area.locator('.tag')).toHaveText('1 dicoba');
  const then = page.getByRole('row', { name: /^Diklaim/ });
  await expect(then.getByRole('cell').last()).toHaveText(/[+−]\d/);
  await look(page, 'coba-dicoba');

  // Chromium on a desk has no list of apps to share with: the text lies in the clipboard.
  await page.getByRole('button', { name: 'Bagikan' }).click();
  await expect(page.locator('.toast').filter({ hasText: 'tersalin' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('Coba-coba, belum menjadi jawaban');
  expect(text).toMatch(/Nilai resmi: \d+,\d\d → \d+,\d\d/);

  await page.getByRole('button', { name: 'Mulai lagi' }).click();
  await expect(page.getByText('Tidak ada yang disimpan')).toBeVisible();
  await page.locator('.toast').getByRole('button', { name: 'Urungkan' }).click();
  await expect(area.locator('.tag')).toHaveText('1 dicoba');
  expect(pushes).toEqual([]);
});

test('counts that are typed give the percentage, and what is wrong with them is said', async ({ device, line }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await visit(page, '/lke/manajemen-perubahan');
  // Percentages stand among the Reform items.
  await page.getByRole('button', { name: /^Reform/ }).click();
  line.cut();
  const rows = page.locator('a.row[href^="/butir/"]');
  const items = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('href')!));
  const counts = page.getByRole('heading', { name: 'Dihitung dari' });
  for (const item of items) {
    await visit(page, item);
    await expect(page.locator('.p-butir h1').first()).toBeVisible();
    if (await counts.isVisible()) break;
  }
  await expect(counts).toBeVisible();
  const whole = page.locator('#baris-0');
  const part = page.locator('#baris-1');
  await whole.fill('banyak');
  await part.fill('3');
  await page.getByRole('button', { name: 'Simpan hitungan' }).click();
  await expect(page.getByText('Tulis angka, misalnya 12.')).toBeVisible();
  await whole.fill('0');
  await page.getByRole('button', { name: 'Simpan hitungan' }).click();
  await expect(page.getByText('Pembaginya 0')).toBeVisible();
  await whole.fill('4');
  await page.getByRole('button', { name: 'Simpan hitungan' }).click();
  // The demo's unit typed a percentage too: both are said, and which counts.
  await expect(page.getByText('Menurut hitungan 75 %')).toBeVisible();
  await look(page, 'butir-hitungan');
  line.mend();
  await settled(page);
});
