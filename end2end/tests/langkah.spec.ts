// All next steps: sorted, of both kinds, with what each takes; narrowed to an area, offline, and led to an item.
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('every step that adds something, the best first, also without a signal', async ({ device, line }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  line.cut();

  // From home, where the best three stand.
  await visit(page, '/');
  const three = page.locator('.p-beranda .step');
  await expect(three).toHaveCount(3);
  const best = await three.first().locator('.gain').textContent();
  await page.getByRole('link', { name: 'Lihat semua' }).click();
  await expect(page.getByRole('heading', { name: 'Langkah berikutnya', level: 1 })).toBeVisible();

  const steps = page.locator('.p-langkah .step');
  await expect(steps.nth(3)).toBeVisible();
  const all = await steps.count();
  const gains = (await steps.locator('.gain').allTextContents()).map((text) => Number(text.replace(',', '.')));
  expect(gains).toEqual([...gains].sort((a, b) => b - a));
  expect(gains.every((gain) => gain >= 0)).toBe(true);
  // Better answers are among them, so that the best of all adds at least what the best evidence does.
  expect(gains[0]).toBeGreaterThanOrEqual(Number(best!.replace(',', '.')));
  await expect(steps.filter({ hasText: 'Lengkapi bukti untuk jawaban' }).first()).toContainText('Perlu: ');
  await expect(steps.filter({ hasText: /Naik dari [A-D] ke [A-C]/ }).first()).toBeVisible();
  // Items with a number too: what reaching the next one adds.
  await expect(steps.filter({ hasText: /(Belum diisi: capai|Naik ke) \d/ }).first()).toBeVisible();
  await look(page, 'langkah');

  // One area: fewer, as many as its chip says, and all of that area.
  const chip = page.getByRole('navigation', { name: 'Area' }).getByRole('link', { name: /^Manajemen Perubahan/ });
  const told = Number((await chip.locator('.n').textContent())!);
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(all);
  await chip.click();
  await expect(chip).toHaveAttribute('aria-current', 'true');
  await expect(steps).toHaveCount(told);
  await expect(steps.filter({ hasText: 'Manajemen Perubahan · ' })).toHaveCount(told);

  // A step leads to its item, and the way back to the same area.
  const title = await steps.first().locator('.tt').textContent();
  await steps.first().click();
  await expect(page.locator('.p-butir h1')).toHaveText(title!);
  await page.goBack();
  await expect(steps).toHaveCount(told);

  // From the worksheet too.
  await visit(page, '/lke');
  await page.getByRole('link', { name: 'Langkah berikutnya' }).click();
  await expect(steps).toHaveCount(all);
  line.mend();
});

test('an area without a step says why, and leads on', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await visit(page, '/langkah/tidak-ada');
  await expect(page.getByRole('heading', { name: 'Tidak ada langkah yang menambah nilai di area ini' })).toBeVisible();
  await look(page, 'langkah-kosong');
  await page.locator('#isi .empty').getByRole('link', { name: 'Semua area' }).click();
  await expect(page.locator('.p-langkah .step').first()).toBeVisible();
});
