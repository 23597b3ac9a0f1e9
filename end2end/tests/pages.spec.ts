// Every page of a signed-in officer: nothing for axe to find, and a picture of each for the eye.
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, signIn, test } from '../fixtures/index.ts';

const PAGES = {
  beranda: '/',
  rencana: '/rencana',
  lke: '/lke/manajemen-perubahan',
  pustaka: '/bukti',
  kabar: '/kabar',
  sinkron: '/sinkron',
  saya: '/saya',
};

const SIZES = [
  { name: '', width: 390, height: 844 },
  { name: '-meja', width: 1440, height: 900 },
];

for (const size of SIZES) {
  test(`axe finds nothing on any page at ${size.width} × ${size.height}`, async ({ device }) => {
    test.setTimeout(180_000);
    const page = await device();
    await page.setViewportSize({ width: size.width, height: size.height });
    await signIn(page, 'siti');
    for (const theme of ['terang', 'gelap']) {
      await page.evaluate((value) => localStorage.setItem('bukti.tema', value), theme);
      for (const [name, address] of Object.entries(PAGES)) {
        await page.goto(address);
        await expect(page.locator('main#isi')).toBeVisible();
        await expect(page.locator('.sk')).toHaveCount(0);
        const ending = theme === 'gelap' ? '-gelap' : '';
        await page.screenshot({ path: path.join('screenshots', `${name}${size.name}${ending}.png`) });
        const found = await new AxeBuilder({ page }).analyze();
        const told = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`);
        expect(told, `${name}, ${theme}`).toEqual([]);
      }
    }
  });
}
