// The first page can be used before the rest of the app is here: what is done then waits, and says so.
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';

test('what is tapped before the app is whole is kept once it is', async ({ phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  // A phone without the app's files, on a line on which one of them takes its time.
  await page.evaluate(async () => {
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map((worker) => worker.unregister()));
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  });
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
