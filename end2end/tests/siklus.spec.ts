// More than one cycle: the year at work stays in view, a closed one can be looked back at, and one that is
// opened ahead waits for its day.
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { bukti } from '../fixtures/server.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a closed cycle is looked back at, and the one at work comes back by itself', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const cycle = page.getByRole('combobox', { name: 'Siklus yang dilihat' });
  await expect(cycle.getByRole('option')).toHaveText(['Siklus 2026', 'LKE RB 2025 (ditutup)']);
  const index = await page.locator('.idx .fig').innerText();
  await look(page, 'beranda-siklus');

  // Also without a signal.
  line.cut();
  await cycle.selectOption({ label: 'LKE RB 2025 (ditutup)' });
  await expect(page.locator('.idx .fig')).not.toHaveText(index);
  await page.locator('nav.tabbar a[href="/lke"]').click();
  await expect(page.locator('.appbar')).toContainText('LKE RB 2025');
  await expect(page.locator('nav.areas')).toContainText('Deregulasi');
  await look(page, 'lke-siklus-lalu');
  await page.locator('.p-lke a.row').first().click();
  await expect(page.locator('.p-butir h1')).toBeVisible();
  await expect(page.locator('.p-butir')).toContainText('Siklus ini sudah ditutup');
  await expect(page.locator('.capture')).toHaveCount(0);

  // What was looked back at isn't what one works on the next time.
  await page.goto('/');
  await expect(page.locator('.idx .fig')).toHaveText(index);
});

test('a cycle that is opened ahead is chosen, and chosen again at the next start; nobody else is moved', async ({ line, server, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  bukti('cycle', 'open', '--data', server.data, '--office', 'Trenggalek', '--name', 'Siklus 2098', '--year', '2098', '--opens', '2098-01-01', '--closes', '2098-12-15');
  const cycle = page.getByRole('combobox', { name: 'Siklus yang dilihat' });
  await page.goto('/sinkron');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await page.goto('/');
  await expect(cycle.getByRole('option')).toHaveText(['Siklus 2098', 'Siklus 2026', 'LKE RB 2025 (ditutup)']);
  await expect(cycle.locator('option:checked')).toHaveText('Siklus 2026');
  await expect(page.locator('.idx .fig')).not.toHaveText('0,00');

  await cycle.selectOption({ label: 'Siklus 2098' });
  await expect(page.locator('.idx .fig')).toHaveText('0,00');
  line.cut();
  await page.goto('/');
  await expect(cycle.locator('option:checked')).toHaveText('Siklus 2098');
  await expect(page.locator('.idx .fig')).toHaveText('0,00');

  // Closed meanwhile, it is looked at no longer by itself.
  bukti('cycle', 'close', '--data', server.data, '--office', 'Trenggalek', '--year', '2098');
  line.mend();
  await page.goto('/sinkron');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await page.goto('/');
  await expect(cycle.getByRole('option')).toHaveText(['Siklus 2098 (ditutup)', 'Siklus 2026']);
  await page.goto('/');
  await expect(cycle.locator('option:checked')).toHaveText('Siklus 2026');
});
