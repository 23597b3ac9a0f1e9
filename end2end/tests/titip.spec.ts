// What waits goes to the server although no page is open any more: the last push that a page got no answer to is left for
// the service worker, which the browser wakes when there is a network again. (DevTools wake it here: a browser waits for one
// of its own.)
import type { BrowserContext, Page } from '@playwright/test';
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { answer, historiesOf, openItem, settled } from '../fixtures/app.ts';
import { freeze, hidable } from '../fixtures/hidable.ts';
import { quiet } from '../fixtures/simpanan.ts';

const AREA = 'manajemen-perubahan';

/** How many pushes are left for the worker; asked on a page of the origin. */
const left = (page: Page): Promise<number> =>
  page.evaluate(async () => ((await caches.has('titipan')) ? (await (await caches.open('titipan')).keys()).length : 0));

/** Has the browser say to the worker of an origin that there is a network, from a page of no origin. */
async function wake(page: Page, origin: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((done) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find((one) => one.scopeURL === `${origin}/` && !one.isDeleted);
      if (found) done(found.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered;
  await devtools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'bukti-kirim', lastChance: false });
  await devtools.detach();
}

/** The device's clock in the headers of the pushes that pass the line. */
function clocks(line: { weather: { losesReply: ((head: string) => boolean) | null } }): number[] {
  const passed: number[] = [];
  line.weather.losesReply = (head) => {
    const found = /^POST \/api\/v1\/sync\/push[\s\S]*?\r\nbukti-header: ([\w-]+)/i.exec(head);
    if (found) passed.push(JSON.parse(Buffer.from(found[1]!, 'base64url').toString()).clock);
    return false;
  };
  return passed;
}

/** Waits until no page has the lead any more. */
const unled = (context: BrowserContext): Promise<void> =>
  expect
    .poll(() =>
      context.serviceWorkers()[0]!.evaluate(async () => {
        const { held } = await navigator.locks.query();
        return held!.filter(({ name }) => name!.startsWith('bukti-')).length;
      }),
    )
    .toBe(0);

/** Closes every page but a new one of no origin. */
async function leave(context: BrowserContext): Promise<Page> {
  const none = await context.newPage();
  for (const page of context.pages()) if (page !== none) await page.close();
  await unled(context);
  return none;
}

test('with every page closed, what waits is sent by the worker, once, by the clock as it then is', async ({
  line,
  phone,
  device,
}) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  expect(await left(page)).toBe(0);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await page.getByLabel('Tulis tanggapan').fill('Buktinya menyusul sore ini.');
  await page.getByRole('button', { name: 'Kirim', exact: true }).click();
  await expect(page.getByText('belum terkirim').first()).toBeVisible();
  await expect.poll(() => left(page)).toBe(1);
  const bodies = () =>
    page.evaluate(async () => {
      const cache = await caches.open('titipan');
      const found = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
      return Promise.all(found.map((one) => one!.text()));
    });
  await expect.poll(async () => (await bodies())[0]).toContain('Buktinya menyusul sore ini.');

  const none = await leave(page.context());
  const closed = Date.now();
  const passed = clocks(line);
  // Nothing gets through yet: it says so to the browser, which wakes it again later, and what was left stays.
  await expect(none.context().serviceWorkers()[0]!.evaluate('sendLeft()')).rejects.toThrow();
  line.mend();
  await wake(none, line.url);
  const desk = await device();
  await signIn(desk, 'agus');
  const histories = historiesOf(desk, item);
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(desk.getByText('Buktinya menyusul sore ini.')).toHaveCount(1);
  // Chromium itself sends a request again whose connection ended: that is the same one, to the last byte.
  expect(new Set(passed).size).toBe(1);
  expect(passed[0], 'signed anew').toBeGreaterThanOrEqual(closed);

  // The page that is opened next sends it again, and it is there once.
  const again = await phone.tab();
  await again.goto(item);
  await expect(again.locator('.p-butir')).not.toContainText('di ponsel ini', { timeout: 45_000 });
  await expect.poll(() => new Set(passed).size).toBeGreaterThan(1);
  await settled(again);
  expect(await left(again)).toBe(0);
  await desk.reload();
  await expect.poll(() => histories.length).toBeGreaterThan(1);
  for (const history of histories) expect(history).toHaveLength(1);
  await expect(desk.getByText('Buktinya menyusul sore ini.')).toHaveCount(1);
});

/** Counts the wake-ups that the page asks the browser for. */
const countWakes = (page: Page) =>
  page.addInitScript(() => {
    const wakes: string[] = [];
    Object.assign(globalThis, { wakes });
    const manager = (globalThis as unknown as { SyncManager: { prototype: { register(tag: string): Promise<void> } } }).SyncManager;
    manager.prototype.register = async (tag) => void wakes.push(tag);
  });
const wakes = (page: Page) => page.evaluate(() => (globalThis as unknown as { wakes: string[] }).wakes);
const hide = (page: Page, state: string) =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);

test('a page that goes out of sight with something left asks to be woken, also where the browser believes to be online', async ({
  line,
  phone,
}) => {
  const page = await phone.open();
  await countWakes(page);
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await hide(page, 'hidden');
  await hide(page, 'visible');
  expect(await wakes(page)).toEqual([]);
  line.cut();
  await answer(page, 1);
  await expect.poll(() => left(page)).toBe(1);
  expect(await page.evaluate(() => navigator.onLine)).toBe(true);
  expect(await wakes(page)).toEqual([]);
  await hide(page, 'hidden');
  expect(await wakes(page)).toEqual(['bukti-kirim']);
  await hide(page, 'visible');
  line.mend();
  await page.evaluate(() => void globalThis.dispatchEvent(new Event('online')));
  await expect.poll(() => left(page)).toBe(0);
  await hide(page, 'hidden');
  expect(await wakes(page)).toEqual(['bukti-kirim']);
});

test('who signed out has it sent all the same, and what a page has sent is left to nobody', async ({ line, phone, device }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 0);
  await expect.poll(() => left(page)).toBe(1);
  line.mend();
  await page.evaluate(() => void globalThis.dispatchEvent(new Event('online')));
  await expect(page.locator('.p-butir')).not.toContainText('di ponsel ini', { timeout: 45_000 });
  await expect.poll(() => left(page)).toBe(0);

  line.cut();
  await answer(page, 1);
  await expect.poll(() => left(page)).toBe(1);
  await page.goto('/saya');
  await page.getByRole('button', { name: /^Keluar/ }).click();
  await expect(page.getByLabel('NIP atau nama pengguna')).toBeVisible();
  await quiet(page);
  expect(await left(page)).toBe(1);
  const none = await leave(page.context());
  line.mend();
  await wake(none, line.url);
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
});

test('an admin page, which sends nothing, keeps nothing from being sent; nor does a colleague’s bad key', async ({ line, phone, device }) => {
  const page = await phone.open();
  await signIn(page, 'agus');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const admin = await phone.tab();
  await admin.goto('/admin');
  line.cut();
  await answer(page, 1);
  await expect.poll(() => left(page)).toBe(1);
  // What somebody else left, whose key can't sign.
  await page.evaluate(async () => {
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open('bukti-a');
      opening.onupgradeneeded = () => opening.result.createObjectStore('keys').put({ privateKey: 'x' }, 'sign');
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
    });
    const cache = await caches.open('titipan');
    const [own] = await cache.keys();
    await cache.put(own!.url.replace(/[^/]+$/, 'bukti-a'), (await cache.match(own!))!);
  });
  const none = await page.context().newPage();
  await page.close();
  await unled(none.context());
  line.mend();
  await wake(none, line.url);
  const desk = await device();
  await signIn(desk, 'siti');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect.poll(() => left(admin)).toBe(0);
});

test('a page that the browser froze sends nothing: the worker does', async ({ line, device }) => {
  const phone = await hidable();
  try {
    const page = await phone.tab();
    await page.goto(`${line.url}/masuk`);
    await enter(page, 'siti');
    await expect(page.locator('.syncline')).toContainText('Semua terkirim', { timeout: 45_000 });
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.goto(`${line.url}/lke/${AREA}`);
    await page.locator('a.row[href^="/butir/"]').filter({ has: page.getByRole('img', { name: 'Belum diisi' }) }).first().click();
    await expect(page.locator('.p-butir h1')).toBeVisible();
    const item = new URL(page.url()).pathname;
    line.cut();
    await answer(page, 1);
    await expect.poll(() => left(page)).toBe(1);
    const none = await phone.tab();
    await freeze(page, true);
    await unled(phone.context);
    line.mend();
    await wake(none, line.url);
    const desk = await device();
    await signIn(desk, 'agus');
    await desk.goto(item);
    await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  } finally {
    await phone.close();
  }
});

test('what a captive portal answers to the worker is no answer: what was left stays, and goes once the portal is gone', async ({
  line,
  phone,
  device,
}) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await expect.poll(() => left(page)).toBe(1);
  const none = await leave(page.context());
  const worker = none.context().serviceWorkers()[0]!;
  line.mislead();
  // It says to the browser that it didn't get through, and is woken again.
  await expect(worker.evaluate('sendLeft()')).rejects.toThrow();
  expect(line.misled).toContain('POST /api/v1/sync/push HTTP/1.1');
  line.mend();
  await wake(none, line.url);
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
});
