// The first page can be used before the rest of the app is here: what is done then waits, and says so.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';

/** A phone without the app's files: what the next page fetches, it fetches over the line. */
async function forget(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map((worker) => worker.unregister()));
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await devtools.detach();
}

test('until the first page can be used, nothing is fetched but what the budget of the start counts', async ({ line, phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  const build = await page.evaluate(() => document.querySelector('script[src^="/b/"]')!.getAttribute('src')!.split('/')[2]!);
  const list = (await (await page.request.get(`/b/${build}/files.json`)).json()) as { files: { path: string; phase: string }[] };
  const of = (phase: string) => list.files.filter((file) => file.phase === phase).map((file) => file.path);
  await forget(page);
  const asked: { path: string; at: number }[] = [];
  line.weather.losesReply = (head) => {
    // A body may come by itself.
    const [, path] = /^[A-Z]+ (\S+) HTTP/.exec(head) ?? [];
    if (path) asked.push({ path, at: Date.now() });
    return false;
  };
  await page.addInitScript(() => {
    const look = new MutationObserver(() => {
      if (!document.querySelector('.p-beranda svg.bar')) return;
      Object.assign(globalThis, { usable: Date.now() });
      look.disconnect();
    });
    look.observe(document, { childList: true, subtree: true });
  });
  await page.goto('/');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible();
  const usable = await page.evaluate(() => (globalThis as unknown as { usable: number }).usable);
  // What installing needs comes, but later.
  await expect.poll(() => asked.map(({ path }) => path)).toEqual(expect.arrayContaining(['/icons/ikon.svg', '/manifest.webmanifest', '/sw.js']));
  const atStart = asked.filter(({ path, at }) => at <= usable && !path.startsWith('/api/')).map(({ path }) => path);
  expect(atStart).toEqual(expect.arrayContaining([`/b/${build}/bukti_bg.wasm`, `/b/${build}/start.js`]));
  // On a fast line what comes later begins while the first page is drawn: behind all that the start needs, never among it.
  const rest = atStart.filter((path) => !['/', ...of('start')].includes(path));
  expect(rest.filter((path) => !of('later').includes(path))).toEqual([]);
  const first = Math.min(...rest.map((path) => atStart.indexOf(path)));
  expect(atStart.slice(first).filter((path) => of('start').includes(path))).toEqual([]);
});

test('what is tapped before the app is whole is kept once it is', async ({ phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  // One of the app's files takes its time.
  await forget(page);
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/split_mesin.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto('/');
  const done = page.getByRole('button', { name: /^Tandai selesai/ }).first();
  const task = await done.getAttribute('aria-label');
  await done.click();
  const line = page.locator('.syncline');
  await expect(line).toContainText('Belum tersimpan');
  const leaves = (): Promise<boolean> =>
    page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })));
  expect(await leaves(), 'the browser asks before the page is left').toBe(false);

  arrive();
  await expect(line).not.toContainText('Belum tersimpan');
  await expect(page.locator('.toast')).toBeVisible();
  await expect(page.getByRole('button', { name: task!, exact: true })).toHaveCount(0);
  expect(await leaves()).toBe(true);
  await settled(page);
});
