// The roll-up: the way to it on a phone, what it shows of the offices below, and what is left of it without a
// network.
import type { Page } from '@playwright/test';
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';
import { bukti } from '../fixtures/server.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Signs in somebody whose own office may have no work: waits until their first page stands. */
async function come(page: Page, login: string): Promise<void> {
  await visit(page, '/masuk');
  await enter(page, login);
  await expect(page.locator('#isi .empty, #isi svg.bar').first()).toBeVisible({ timeout: 30_000 });
}

test('a parent’s admin finds the offices below on a phone, each of them whole', async ({ device }) => {
  const page = await device();
  await come(page, 'yuliana');
  await visit(page, '/saya');
  await look(page, 'saya-induk');
  await page.getByRole('link', { name: /^Satker di bawah/ }).click();
  await expect(page).toHaveURL(/\/admin$/);
  const offices = page.locator('tbody tr');
  await expect(offices).toHaveCount(3);
  for (const office of await offices.all()) {
    for (const part of ['th', 'svg.bar', '[data-l="Terlambat"]', '[data-l="Terakhir terlihat"]']) {
      const box = await office.locator(part).boundingBox();
      expect(box, part).not.toBeNull();
      expect(box!.x, part).toBeGreaterThanOrEqual(0);
      expect(box!.x + box!.width, part).toBeLessThanOrEqual(390);
    }
  }
  const sideways = await page.locator('.scroll').evaluate((each) => each.scrollWidth - each.clientWidth);
  expect(sideways, 'nothing is cut off').toBe(0);
  // The table on a desk ends in one line, not in the first cell's.
  await page.setViewportSize({ width: 1440, height: 900 });
  const ends = page.locator('tbody tr:last-child').locator('th, td');
  const lines = await ends.evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).borderBottomWidth));
  expect(new Set(lines)).toEqual(new Set(['0px']));
  await page.setViewportSize({ width: 390, height: 844 });
  // The tabs of the other pages, the way back, and the other page of the desk.
  const main = page.getByRole('navigation', { name: 'Utama' });
  await expect(main.getByRole('link', { name: 'Beranda' })).toHaveCount(1);
  await page.getByRole('link', { name: 'Instrumen', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Versi' }).first()).toBeVisible();
  await page.getByRole('link', { name: /^Kembali ke/ }).click();
  await expect(page).toHaveURL(/\/saya$/);
});

test('who has no office below is offered none', async ({ device }) => {
  const page = await device();
  await signIn(page, 'agus');
  await visit(page, '/saya');
  await expect(page.getByRole('heading', { name: 'Peran saya' })).toBeVisible();
  await expect(page.locator('a[href^="/admin"]')).toHaveCount(0);
});

test('each device of an office says when it was last seen, and whose it is to those who lead', async ({ device }) => {
  const admin = await device();
  await come(admin, 'yuliana');
  await admin.goto('/admin');
  const row = (page: Page) => page.locator('tbody tr').filter({ hasText: 'Trenggalek' });
  const devices = row(admin).locator('details');
  await expect(devices.locator('summary')).toHaveText('8');
  await expect(devices.getByRole('listitem').first()).toBeHidden();
  await devices.locator('summary').click();
  await expect(devices.getByRole('listitem')).toHaveCount(8);
  // The last seen first: at 09.41, as the story has it.
  await expect(devices.getByRole('listitem').first()).toHaveText(/^Agus Prasetyo · Ponsel Agus.*09\.41/);
  await expect(devices.getByRole('listitem').filter({ hasText: 'Siti Nurhayati · Laptop kantor' })).toHaveCount(1);
  await look(admin, 'admin-perangkat');
  // Between a phone and a desk as well each has a line or two, not a letter a line.
  for (const width of [820, 1024]) {
    await admin.setViewportSize({ width, height: 800 });
    const box = await devices.getByRole('listitem').first().boundingBox();
    expect(box!.height, `${width} px`).toBeLessThan(48);
  }
  // An observer sees that they were, not whose they are.
  const observer = await device();
  await come(observer, 'ratna');
  await observer.goto('/admin');
  await row(observer).locator('summary').click();
  await expect(row(observer).getByRole('listitem')).toHaveCount(8);
  await expect(row(observer)).not.toContainText('Siti Nurhayati');
});

test('without a network the last roll-up stands there with its time, for whoever saw it', async ({ line, device }) => {
  const page = await device();
  await come(page, 'yuliana');
  await settled(page);
  await page.goto('/admin');
  const context = page.locator('.desk-h .cap');
  await expect(context).toContainText('data per');
  const said = await context.innerText();
  const proven = await page.locator('tbody tr').first().locator('.nilai').innerText();
  const kept = () => page.evaluate(() => localStorage.getItem('bukti.rekap'));
  await expect.poll(kept).not.toBeNull();

  line.cut();
  await page.goto('/admin');
  await expect(page.getByRole('heading', { name: 'Halaman ini perlu sinyal' })).toBeVisible();
  const seen = page.getByRole('region', { name: 'Rekap yang terakhir dilihat di perangkat ini' });
  await expect(seen).toContainText(said);
  const offices = seen.locator('[data-satker] li');
  await expect(offices).toHaveCount(3);
  await expect(offices.first()).toContainText('KPU Kabupaten Trenggalek');
  await expect(offices.first()).toContainText(proven);
  await expect(offices.first().getByRole('img')).toHaveAccessibleName(/^Terverifikasi /);
  await look(page, 'luring-rekap');

  // It goes with its person.
  await page.goto('/saya');
  await page.getByRole('button', { name: 'Keluar dari perangkat ini' }).click();
  await expect(page.getByLabel('NIP atau nama pengguna')).toBeVisible();
  await page.goto('/admin');
  await expect(page.getByRole('heading', { name: 'Halaman ini perlu sinyal' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Trenggalek');
  expect(await kept()).toBeNull();
});

test('another person on the same phone, and a role that is taken back, leave no roll-up', async ({ server, line, device }) => {
  const page = await device();
  await come(page, 'yuliana');
  await settled(page);
  const kept = () => page.evaluate(() => localStorage.getItem('bukti.rekap'));
  await page.goto('/admin');
  await expect.poll(kept).not.toBeNull();
  bukti('role', 'withdraw', '--data', server.data, 'yuliana', 'admin');
  await page.goto('/admin');
  await expect(page.getByRole('heading', { name: 'Halaman ini untuk satker yang membawahkan' })).toBeVisible();
  await expect.poll(kept).toBeNull();

  // What somebody else left isn't shown to whoever is signed in, whatever the storage says.
  await page.evaluate(() => {
    const row = { name: 'KPU Rahasia', proven: '1,00', spoken: '', widths: [100, 0, 0] };
    localStorage.setItem('bukti.rekap', JSON.stringify({ person: 'lain', at: '', means: [], offices: [row] }));
  });
  line.cut();
  await page.goto('/admin');
  await expect(page.getByRole('heading', { name: 'Halaman ini perlu sinyal' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('KPU Rahasia');
});
