// When nothing helps any more a person begins anew, from the page that needs neither wasm nor a working store: what lies
// here is offered to be taken along, what would be lost is said, and only then does it go.
import type { Page } from '@playwright/test';
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem, settled, trap } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf } from '../fixtures/media.ts';
import { database, quiet, toVersion } from '../fixtures/simpanan.ts';

const AREA = 'manajemen-perubahan';

const beginAnew = (page: Page) => page.getByRole('button', { name: 'Mulai dari awal' });
const offer = (page: Page) => page.getByRole('dialog', { name: /Unduh dulu/ });
const last = (page: Page) => page.getByRole('dialog', { name: /Kosongkan perangkat ini/ });

/** What Bukti keeps in this browser. */
const kept = (page: Page) =>
  page.evaluate(async () => ({
    people: (await indexedDB.databases()).map((db) => db.name!).filter((name) => /^bukti-[\da-f]{8}-/.test(name)),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    keys: Object.keys(localStorage).filter((key) => key.startsWith('bukti')).sort(),
  }));

/** Signs in on the emptied device: it works as a new one does, and says nothing of a browser that emptied it. */
async function startsAnew(page: Page, item: string): Promise<void> {
  await expect(page).toHaveURL(/\/masuk$/);
  await expect(page.getByLabel('NIP atau nama pengguna')).toBeVisible();
  expect(await kept(page)).toEqual({ people: [], caches: [], workers: 0, keys: ['bukti.dikosongkan'] });
  await enter(page, 'siti');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 30_000 });
  await settled(page);
  await expect(page.locator('.syncline')).not.toContainText('mengosongkan');
  await page.goto(item);
  await expect(page.locator('label.choice').first()).toBeVisible();
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await answer(page, 0);
  await settled(page);
}

test('after a panic: with what was here in a file, and only once the server can be reached', async ({ line, phone }) => {
  const page = await phone.open({ still: true });
  await signIn(page, 'siti');
  await settled(page);
  line.cut();
  await openItem(page, AREA);
  const item = page.url();
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  await page.locator('#catatan').fill('Belum selesai');
  await trap(page, phone.errors);

  await beginAnew(page).click();
  await expect(offer(page)).toBeVisible();
  await look(page, 'darurat-tawaran');
  await offer(page).getByRole('button', { name: 'Batal' }).click();
  await expect(offer(page)).toBeHidden();
  await beginAnew(page).click();
  const saved = page.waitForEvent('download');
  await offer(page).getByRole('button', { name: 'Unduh · Download' }).click();
  await saved;
  await expect(last(page)).toContainText(/Belum sampai di server, dan hilang dari sini: [1-9] catatan, 1 berkas, 1 ketikan/);
  await expect(last(page)).toContainText('Pastikan berkas unduhannya ada');
  await expect(last(page)).toContainText('1 file, 1 draft. Make sure');
  await look(page, 'darurat-kosongkan');

  // Without a signal nobody could sign in: nothing goes.
  await last(page).getByRole('button', { name: 'Kosongkan' }).click();
  await expect(page.getByRole('status')).toContainText('Belum dikosongkan');
  expect((await kept(page)).people).toHaveLength(1);
  await page.getByRole('link', { name: 'Mulai lagi' }).click();
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 30_000 });
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();

  await page.goto('/darurat.html');
  await expect(page.getByRole('heading', { name: 'Data di perangkat ini' })).toBeVisible();
  line.mend();
  await beginAnew(page).click();
  await offer(page).getByRole('button', { name: 'Tanpa mengunduh' }).click();
  await expect(last(page)).toContainText('Anda belum mengunduhnya');
  await last(page).getByRole('button', { name: 'Kosongkan' }).click();
  await startsAnew(page, item);
});

test('where the database is of another version: loading anew, then beginning anew, as another tab lets go', async ({
  line,
  phone,
}) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  await openItem(page, AREA);
  const item = page.url();
  line.cut();
  await answer(page, 1);
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');

  // A newer build takes the database over: this tab lets go of it, and says so. Loaded anew, it works on.
  const other = await phone.tab();
  await quiet(other);
  await toVersion(other, name, 3);
  await expect(page.getByText('Bukti versi baru sudah terbuka di tab lain')).toBeVisible();
  await page.getByRole('button', { name: 'Muat ulang' }).click();
  await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 30_000 });

  // One that this build can't read: loading anew doesn't help, and harms nothing.
  await quiet(page);
  await toVersion(page, name, 100);
  await page.goto('/');
  const newer = page.getByText('Data di perangkat ini dari versi yang lebih baru');
  await expect(newer).toBeVisible();
  await page.evaluate(() => Object.assign(globalThis, { halamanLama: true }));
  await page.getByRole('button', { name: 'Muat ulang' }).click();
  await page.waitForFunction(() => !('halamanLama' in globalThis));
  await expect(newer).toBeVisible();
  await page.getByRole('link', { name: 'mulai dari awal' }).click();
  await expect(page).toHaveURL(/\/darurat\.html$/);
  line.mend();
  await beginAnew(page).click();
  await offer(page).getByRole('button', { name: 'Tanpa mengunduh' }).click();
  await expect(last(page)).toContainText('dan hilang dari sini: 1 catatan, 0 berkas');

  // A tab that holds the database and doesn't let go: it is said, and goes on by itself once that tab is closed.
  await other.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        indexedDB.open(name).onsuccess = () => resolve();
      }),
    name,
  );
  await last(page).getByRole('button', { name: 'Kosongkan' }).click();
  await expect(page.getByRole('status')).toContainText('Tutup tab Bukti yang lain');
  await other.close();
  await startsAnew(page, item);
});
