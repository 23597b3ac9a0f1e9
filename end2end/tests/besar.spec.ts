// Large text: twice the size, in a browser's own setting, on the narrowest phone. Nothing is cut off, nothing lies over
// something else, and no page is wider than the screen.
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { openItem } from '../fixtures/app.ts';
import { visit } from '../fixtures/look.ts';
import { Phone } from '../fixtures/phone.ts';

const PHONE = { width: 360, height: 740 };

/** What is amiss on the page as it stands: what is wider than the screen, and what the bars at its foot cut off. */
const amiss = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const told: string[] = [];
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) {
      const wide = [...document.querySelectorAll('main *')].filter(
        (each) => each.getBoundingClientRect().right > innerWidth + 1,
      );
      const names = wide.slice(0, 4).map((each) => `${each.tagName}.${each.getAttribute('class') ?? ''}`);
      told.push(`${over} px wider than the screen: ${names.join(', ')}`);
    }
    for (const each of document.querySelectorAll('.appbar .ttl > *')) {
      const name = each.textContent!.trim();
      if (name && !each.getBoundingClientRect().height) told.push(`“${name}” isn’t shown`);
      if (each.scrollWidth > each.clientWidth + 1) told.push(`“${name}” is cut off`);
    }
    for (const each of document.querySelectorAll('.tabbar a, .capture > *, .actionbar .btn')) {
      const box = each.getBoundingClientRect();
      if (!box.width) continue;
      const name = each.textContent!.trim();
      if (box.right > innerWidth + 1 || box.left < -1) told.push(`“${name}” is off the screen`);
      if (each.scrollWidth > each.clientWidth + 1) told.push(`“${name}” is wider than its place`);
      if (each.scrollHeight > each.clientHeight + 1) told.push(`“${name}” is taller than its place`);
    }
    return told;
  });

test('text at twice its size', async ({ line }) => {
  const phone = new Phone(line.url, { flags: ['--blink-settings=defaultFontSize=32'], still: true });
  try {
    const page = await phone.open();
    await page.setViewportSize(PHONE);
    const told: string[] = [];
    const look = async (name: string): Promise<void> => {
      await page.screenshot({ path: path.join('screenshots', `besar-${name}.png`), animations: 'disabled' });
      told.push(...(await amiss(page)).map((what) => `${name}: ${what}`));
    };
    await visit(page, '/masuk');
    const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    expect(size, 'the browser took the setting').toBe('32px');
    await look('masuk');
    await signIn(page, 'siti');
    const addresses = {
      beranda: '/',
      rencana: '/rencana',
      lke: '/lke/manajemen-perubahan',
      langkah: '/langkah',
      coba: '/coba',
      pustaka: '/bukti',
      kabar: '/kabar',
      sinkron: '/sinkron',
      saya: '/saya',
    };
    for (const [name, address] of Object.entries(addresses)) {
      await visit(page, address);
      await look(name);
    }
    await openItem(page, 'manajemen-perubahan');
    await look('butir');
    await page.locator('.capture').getByRole('button', { name: 'Tautan' }).click();
    const sheet = page.locator('dialog[open]');
    await sheet.locator('#isi-bukti').fill('contoh.go.id/laporan');
    await look('lembar');
    await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(sheet).toHaveCount(0);
    await look('butir-tautan');
    await page.locator('a.ev').first().click();
    await expect(page).toHaveURL(/\/bukti\/./);
    await expect(page.locator('#isi h2').first()).toBeVisible();
    await look('bukti');
    await visit(page, '/rencana');
    await page.locator('a.ri').first().click();
    await expect(page.locator('#isi h1')).toBeVisible();
    await look('unsur');
    expect(told).toEqual([]);
  } finally {
    await phone.dispose();
  }
});
