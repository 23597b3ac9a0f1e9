// What an officer meets while capturing: the question what it is, a link typed as people type it, what was said
// standing beside the way to the next capture, and words longer than a phone is wide.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { capture, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf } from '../fixtures/media.ts';

const AREA = 'manajemen-perubahan';

test('what was captured is asked about in one line, where it was captured', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await page.goto(`/lke/${AREA}`);
  // An item that asks for several documents.
  const rows = page.locator('a.row[href^="/butir/"]');
  await expect(rows.first()).toBeVisible();
  const count = await rows.count();
  for (let at = 0; at < count; at += 1) {
    await page.goto(`/lke/${AREA}`);
    await rows.nth(at).click();
    await expect(page.locator('.p-butir h1')).toBeVisible();
    const told = page.locator('#j-dok + .cap');
    if ((await told.count()) && /^0 dari [2-9]/.test((await told.textContent()) ?? '')) break;
  }
  const documents = page.getByRole('region', { name: 'Yang diminta' });
  await expect(documents.locator('.cap.num')).toContainText(/^0 dari [2-9]/);
  const ask = page.locator('.ask');
  await expect(ask).toHaveCount(0);
  await capture(page, 'Berkas', [
    { name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') },
    { name: 'Undangan.pdf', mimeType: 'application/pdf', buffer: pdf('Undangan') },
  ]);
  await expect(ask).toHaveCount(1);
  // Where the thumb is: nobody scrolls to it, and what was just said doesn't lie over it.
  await expect(ask).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.toast').first()).toBeVisible();
  expect(await overlaps(page, '.toast', '.actionbar')).toBe(false);
  const which = ask.getByRole('combobox');
  const first = await which.evaluate((select: HTMLSelectElement) => select.labels[0]!.textContent);
  await look(page, 'butir-apa-ini');
  await which.selectOption({ index: 1 });
  await expect(documents.locator('.cap.num')).toContainText(/^1 dari/);
  // The next one is asked about; it may be said later.
  await expect
    .poll(() => which.evaluate((select: HTMLSelectElement) => select.labels[0]!.textContent))
    .not.toBe(first);
  await ask.getByRole('button', { name: 'Lewati' }).click();
  await expect(ask).toHaveCount(0);
  await page.reload();
  await expect(documents.locator('.cap.num')).toContainText(/^1 dari/);
  await expect(ask).toHaveCount(0);
});

test('one piece serves several items and outputs, chosen in a list that keeps still while one types', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  await page.locator('a.ev').filter({ hasText: 'Notula' }).click();
  await expect(page.locator('#isi')).toContainText('PDF ·');
  await page.getByRole('button', { name: 'Pilih butir dan keluaran' }).click();
  const sheet = page.locator('dialog[open]');
  const search = sheet.getByRole('searchbox');
  const top = () => search.evaluate((field) => Math.round(field.getBoundingClientRect().top));
  const before = await top();
  for (const group of ['Butir LKE', 'Keluaran rencana']) {
    const boxes = sheet.getByRole('group', { name: group }).getByRole('checkbox', { checked: false });
    for (let nth = 0; nth < 2; nth += 1) await boxes.first().check();
  }
  for (const words of ['rap', 'rapat ev', 'zzzz', '']) {
    await search.fill(words);
    await expect.poll(top).toBe(before);
  }
  const chosen = sheet.getByRole('checkbox', { checked: true });
  await expect(chosen).toHaveCount(5);
  await page.keyboard.press('Escape');
  const piece = page.url();
  await settled(page);
  await page.goto(piece);
  await page.getByRole('button', { name: 'Pilih butir dan keluaran' }).click();
  await expect(chosen).toHaveCount(5);
});

test('what was just said never lies over the ways to capture, on a phone or at a desk', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);
  for (const [nth, size] of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ].entries()) {
    await page.setViewportSize(size);
    await page.locator('label.choice').nth(nth).click();
    await expect(page.locator('.toast').last()).toBeVisible();
    expect(await overlaps(page, '.toast', '.actionbar'), `${size.width}`).toBe(false);
    await page.getByRole('button', { name: 'Tautan' }).click({ timeout: 3_000 });
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog[open]')).toHaveCount(0);
  }
});

test('a link is taken as people type it', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);
  await page.locator('.capture').getByRole('button', { name: 'Tautan' }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.locator('#isi-bukti').fill('SK.pdf');
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet.locator('#isi-bukti')).toHaveAttribute('aria-invalid', 'true');
  await sheet.locator('#isi-bukti').fill('drive.google.com/file/d/1x');
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  await page.locator('a.ev').filter({ hasText: 'drive.google.com' }).click();
  const link = page.locator('main a[rel~="noopener"]').first();
  await expect(link).toHaveAttribute('href', 'https://drive.google.com/file/d/1x');
});

/** Whether any of these lies over the other. */
const overlaps = (page: Page, these: string, other: string): Promise<boolean> =>
  page.evaluate(
    ([these, other]) => {
      const below = document.querySelector(other!)!.getBoundingClientRect();
      const all = [...document.querySelectorAll(these!)].map((each) => each.getBoundingClientRect());
      return all.some((each) => each.bottom > below.top && each.top < below.bottom);
    },
    [these, other],
  );

const wide = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test('one long word widens no page', async ({ device }) => {
  const [page, agus] = [await device(), await device()];
  await signIn(page, 'siti');
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const address =
    'https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit?usp=sharing';
  await page.locator('#tanggapan').fill(`Ini tautannya ${address}`);
  await page.getByRole('region', { name: 'Percakapan' }).getByRole('button', { name: 'Kirim' }).click();
  await expect(page.getByText(address).first()).toBeVisible();
  await page.locator('.capture').getByRole('button', { name: 'Catatan' }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.locator('#isi-bukti').fill('x'.repeat(2_000));
  await sheet.locator('#judul-bukti').fill('y'.repeat(300));
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  await look(page, 'butir-kata-panjang');
  await page.goto('/rencana');
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  await sheet.getByLabel('Judul').fill('z'.repeat(300));
  await sheet.getByLabel('Area perubahan').selectOption({ index: 1 });
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page).toHaveURL(/\/rencana\/./);
  const plan = new URL(page.url()).pathname;
  await settled(page);
  await page.goto(item);
  await page.locator('a.ev').filter({ hasText: 'yyy' }).click();
  await expect(page).toHaveURL(/\/bukti\/./);
  const evidence = new URL(page.url()).pathname;
  await signIn(agus, 'agus');
  const told: string[] = [];
  for (const [who, paths] of [
    [page, [item, evidence, plan, '/rencana', '/bukti', '/', '/sinkron']],
    [agus, ['/kabar', item, '/rencana', '/bukti', '/']],
  ] as const) {
    for (const width of [390, 1440]) {
      await who.setViewportSize({ width, height: 844 });
      for (const path of paths) {
        await who.goto(path);
        await expect(who.locator('main h1, main h2').first()).toBeVisible();
        const over = await wide(who);
        if (over > 0) told.push(`${path} at ${width}: ${over} px`);
      }
    }
  }
  expect(told).toEqual([]);
});
