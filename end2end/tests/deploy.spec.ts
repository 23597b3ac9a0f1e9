// Another build is served while a tab runs the first, a newer or an older one: the tab goes on with its own files, also
// with those that it hasn't loaded yet, what waits is still sent, and nothing changes before the person asks. And the
// switch that takes the service worker off phones.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { nextSite, site } from '../fixtures/server.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';
import { pdf } from '../fixtures/media.ts';

/** The build that a page's document belongs to. */
const buildOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const script = document.querySelector<HTMLScriptElement>('script[type=module][src^="/b/"]');
    return script?.getAttribute('src')?.split('/')[2] ?? '';
  });

/** The builds of which a page has loaded files. */
const buildsLoaded = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const names = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname);
    const builds = names.filter((name) => name.startsWith('/b/')).map((name) => name.split('/')[2] ?? '');
    return [...new Set(builds)];
  });

/** Whether the page is of the new build; if not, what holds it back. */
const standing = (page: Page, old: string): Promise<string> =>
  page
    .evaluate(async (old) => {
      const script = document.querySelector('script[type=module][src^="/b/"]');
      if (!script) return 'no page yet';
      if (!script.getAttribute('src')?.includes(old)) return 'new';
      const workers = await navigator.serviceWorker.getRegistration();
      const loaded = 'tabLama' in globalThis ? 'never loaded anew' : 'loaded anew';
      return `old, ${loaded}, waiting ${workers?.waiting?.state}, active ${workers?.active?.state}`;
    }, old)
    .catch(String);

/** The person comes back to the tab: the app then looks for a new version. */
const comeBack = (page: Page): Promise<void> =>
  page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));

test('a tab of the old build works on, and takes the new one when asked', async ({ server, phone }) => {
  test.setTimeout(120_000);
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  const old = await buildOf(page);
  const second = await phone.tab();
  await second.goto('/lke/manajemen-perubahan');
  await expect(second.locator('a.row').first()).toBeVisible();
  for (const tab of [page, second]) {
    await tab.evaluate(() => Object.assign(globalThis, { tabLama: true }));
  }

  // While the server is away for its new version, work goes on.
  await openItem(page, 'manajemen-perubahan');
  await page.evaluate(() => Object.assign(globalThis, { tabLama: true }));
  const item = page.url();
  await server.stop();
  await answer(page, 1);
  await server.start(nextSite());
  await expect(page.locator('.p-butir')).not.toContainText('di ponsel ini', { timeout: 45_000 });

  // In the middle of a form: the banner appears, the form and its text stay.
  await page.locator('#catatan').fill('Belum selesai ditu');
  await comeBack(page);
  const banner = page.getByRole('status').filter({ hasText: 'Versi baru siap' });
  await expect(banner).toBeVisible({ timeout: 45_000 });
  await page.locator('#catatan').press('End');
  await page.keyboard.type('lis');
  expect(await page.evaluate(() => 'tabLama' in globalThis), 'the page wasn’t loaded anew').toBe(true);
  // The photo worker and what it imports come from the tab's own build.
  await capture(page, 'Berkas', [{ name: 'Surat.pdf', mimeType: 'application/pdf', buffer: pdf('Surat') }]);
  const chunk = await page.evaluate(
    async (build) => (await fetch(`/b/${build}/darurat.js`)).text(),
    old,
  );
  expect(chunk, 'a file of the old build that nobody had loaded').toContain(old);
  expect(await buildsLoaded(page)).toEqual([old]);

  // Asked for: the new build, whole, with what was being typed. The other tab stays as it is.
  await banner.getByRole('button', { name: 'Pakai versi baru' }).click();
  await expect.poll(() => standing(page, old), { timeout: 45_000 }).toBe('new');
  const fresh = await buildOf(page);
  await expect(page.locator('#catatan')).toHaveValue('Belum selesai ditulis');
  expect(page.url()).toBe(item);
  expect(await buildsLoaded(page)).toEqual([fresh]);
  expect(await second.evaluate(() => 'tabLama' in globalThis)).toBe(true);
  await second.locator('a.row[href^="/butir/"]').first().click();
  await expect(second.locator('.p-butir h1')).toBeVisible();
  expect(await buildsLoaded(second)).toEqual([old]);
});

test('without a service worker the server itself keeps the old build’s files', async ({
  server,
  line,
  browser,
}) => {
  const context = await browser.newContext({ baseURL: line.url, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    // What Beranda doesn't need is asked for only after the deployment: the other pages' chunk, where
    // the build has one of its own, and the photo worker.
    let release = (): void => {};
    const deployed = new Promise<void>((done) => (release = done));
    await page.route(/\/b\/\w+\/(split_halaman.*|photo-worker\.js)$/, async (route) => {
      await deployed;
      await route.continue();
    });
    await signIn(page, 'siti');
    const old = await buildOf(page);
    await server.stop();
    await server.start(nextSite());
    release();
    for (const name of ['Rencana', 'Kabar', 'LKE', 'Bukti']) {
      const tab = page.locator('.tabbar').getByRole('link', { name });
      await tab.click();
      await expect(tab).toHaveAttribute('aria-current', 'page');
      await expect(page.locator('#isi')).toBeVisible();
      await expect(page.locator('.sk')).toHaveCount(0);
    }
    await capture(page, 'Berkas', [{ name: 'Surat.pdf', mimeType: 'application/pdf', buffer: pdf('Surat') }]);
    await expect(page.locator('a[href^="/bukti/"]').filter({ hasText: 'Surat' })).toContainText('Di server', {
      timeout: 45_000,
    });
    expect(await buildsLoaded(page)).toEqual([old]);
    await page.goto('/');
    expect(await buildOf(page), 'a page opened anew is of the new build').not.toBe(old);
  } finally {
    await context.close();
  }
});

test('a rollback under open tabs mixes nothing, and what waits is sent', async ({ server, phone, device }) => {
  test.setTimeout(120_000);
  await server.stop();
  await server.start(nextSite());
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  const newer = await buildOf(page);
  const second = await phone.tab();
  await second.goto('/lke/manajemen-perubahan');
  await expect(second.locator('a.row').first()).toBeVisible();
  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  for (const tab of [page, second]) {
    await tab.evaluate(() => Object.assign(globalThis, { tabLama: true }));
  }

  await server.stop();
  await answer(page, 1);
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  await server.start(site());
  await expect(page.locator('.p-butir')).not.toContainText('di ponsel ini', { timeout: 45_000 });
  await page.locator('#catatan').fill('Belum selesai');
  await capture(page, 'Berkas', [{ name: 'Surat.pdf', mimeType: 'application/pdf', buffer: pdf('Surat') }]);
  await expect(page.locator('a.ev').filter({ hasText: 'Surat' })).toContainText('Terkirim', { timeout: 45_000 });
  expect(await buildsLoaded(page)).toEqual([newer]);
  // No device keeps the admin pages' program: an open one of the newer build has it from the server.
  const admin = await page.evaluate(async (build) => (await fetch(`/b/${build}/admin.js`)).status, newer);
  expect(admin).toBe(200);

  // The older one is offered as any other is, and taken whole; the other tab goes on with its own.
  await comeBack(page);
  const banner = page.getByRole('status').filter({ hasText: 'Versi baru siap' });
  await expect(banner).toBeVisible({ timeout: 45_000 });
  expect(await page.evaluate(() => 'tabLama' in globalThis), 'the page wasn’t loaded anew').toBe(true);
  await banner.getByRole('button', { name: 'Pakai versi baru' }).click();
  await expect.poll(() => standing(page, newer), { timeout: 45_000 }).toBe('new');
  const older = await buildOf(page);
  await expect(page.locator('#catatan')).toHaveValue('Belum selesai');
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  expect(await buildsLoaded(page)).toEqual([older]);
  expect(await second.evaluate(() => 'tabLama' in globalThis)).toBe(true);
  await second.locator(`a.row[href="${item}"]`).click();
  await answer(second, 0);
  expect(await buildsLoaded(second)).toEqual([newer]);

  const desk = await device();
  await signIn(desk, 'agus');
  expect(await buildOf(desk)).toBe(older);
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(0)).toBeChecked({ timeout: 45_000 });
});

test('the switch takes the worker and its files off a phone, and nothing that a person wrote', async ({
  server,
  line,
  phone,
  device,
}) => {
  test.setTimeout(120_000);
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  const kept = () =>
    page.evaluate(async () => ({
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      caches: (await caches.keys()).length,
    }));
  expect(await kept()).toMatchObject({ workers: 1 });
  line.cut();
  await answer(page, 1);
  await page.locator('#catatan').fill('Belum selesai');
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  await page.evaluate(() => Object.assign(globalThis, { tabLama: true }));

  await server.stop();
  await server.start(undefined, ['--worker-off']);
  line.mend();
  await comeBack(page);
  await expect.poll(kept, { timeout: 45_000 }).toEqual({ workers: 0, caches: 0 });
  // The page that is open goes on, and sends.
  expect(await page.evaluate(() => 'tabLama' in globalThis), 'the page wasn’t loaded anew').toBe(true);
  await expect(page.locator('.p-butir')).not.toContainText('di ponsel ini', { timeout: 45_000 });
  await expect(page.locator('#catatan')).toHaveValue('Belum selesai');
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });

  // Loaded anew it comes from the network, without a worker, with what was typed.
  const shell = page.waitForResponse((reply) => new URL(reply.url()).pathname === item);
  await page.reload();
  expect((await shell).fromServiceWorker()).toBe(false);
  await expect(page.locator('#catatan')).toHaveValue('Belum selesai');
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await expect.poll(kept, { timeout: 45_000 }).toEqual({ workers: 0, caches: 0 });

  // Once the switch is off again the phone keeps the app as before.
  await server.stop();
  await server.start();
  await page.goto('/');
  await settled(page);
  line.cut();
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await expect(page.locator('#catatan')).toHaveValue('Belum selesai');
});
