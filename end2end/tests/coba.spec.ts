// The counts of a percentage give its value.
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

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
