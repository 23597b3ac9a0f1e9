// A phone that slept, and one that a captive portal lies to: nobody touches anything, and all goes on by itself.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openEvidence, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf, sha256 } from '../fixtures/media.ts';

const AREA = 'manajemen-perubahan';
/** A page that is looked at asks for news every ten seconds, after failures a little later. */
const SOON_MS = 30_000;

/** Out of sight a page looks for news every five minutes only: what comes sooner was nudged. */
const outOfSight = async (page: Page): Promise<void> => {
  const looked = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync/pull') && reply.ok());
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await looked;
};

const comment = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel('Tulis tanggapan').fill(text);
  await page.getByRole('button', { name: 'Kirim', exact: true }).click();
};

test('a phone that slept and wakes in another network sends what waits and shows what came, without a touch', async ({
  server,
  line,
  phone,
  device,
}) => {
  test.setTimeout(150_000);
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  // Her network is her own, and stays.
  const rina = await device({ baseURL: server.url });
  await signIn(rina, 'rina');
  await settled(rina);
  await rina.goto(item);
  await expect(rina.locator('label.choice').first()).toBeVisible();

  // What it has open ends while it sleeps, so the browser finds it dead when it wakes, and believes to be online all the time.
  line.cut();
  await answer(page, 1);
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  phone.sleep();
  const pushed = rina.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync/push') && reply.ok());
  await comment(rina, 'Notulanya sudah saya minta.');
  await pushed;
  await expect(rina.getByRole('radio', { checked: true })).toHaveCount(0);
  const listens = page.waitForResponse((reply) => reply.url().includes('/api/v1/sync/live') && reply.ok(), { timeout: SOON_MS });
  line.mend();
  phone.wake();
  await expect(page.getByText('Notulanya sudah saya minta.')).toBeVisible({ timeout: SOON_MS });
  await expect(page.locator('.p-butir')).not.toContainText('di ponsel ini', { timeout: SOON_MS });
  await expect(rina.getByRole('radio').nth(1)).toBeChecked({ timeout: SOON_MS });

  // It hears the server's nudges again.
  await listens;
  await outOfSight(page);
  await comment(rina, 'Sudah saya unggah.');
  await expect(page.getByText('Sudah saya unggah.')).toBeVisible({ timeout: SOON_MS });
});

test('a line that died without a word is noticed by its silence, and what was missed is fetched', async ({ server, line, device }) => {
  test.setTimeout(240_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const rina = await device({ baseURL: server.url });
  await signIn(rina, 'rina');
  await settled(rina);
  await rina.goto(item);
  await outOfSight(page);
  line.deaden();
  await comment(rina, 'Undangannya belum ada nomornya.');
  // Whatever else is open is dead too, so the first tries may hang; still long before the next look.
  await expect(page.getByText('Undangannya belum ada nomornya.')).toBeVisible({ timeout: 180_000 });
});

test('behind a captive portal nothing is called sent and nobody signed out; once it is gone all goes on', async ({
  server,
  line,
  device,
}) => {
  test.setTimeout(150_000);
  const page = await device();
  // All that its sync line says, also for a moment only: as a line, on its sheet, as the button of a page's head.
  const said: string[] = [];
  await page.exposeFunction('buktiBaris', (text: string) => void said.push(text));
  await page.addInitScript(() => {
    const tell = (globalThis as unknown as { buktiBaris: (text: string) => void }).buktiBaris;
    let last = '';
    new MutationObserver(() => {
      const line = document.querySelector('.syncline, .p-sinkron .state, a.ib[href="/sinkron"]');
      const text = line?.getAttribute('aria-label') ?? line?.textContent ?? '';
      if (text !== last && text !== '') tell((last = text));
    }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  });
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const rina = await device({ baseURL: server.url });
  await signIn(rina, 'rina');
  await settled(rina);
  await rina.goto(item);
  // The file has its address at the server already, and no byte of it is there.
  line.weather.breaksRequest = (head) => (head.startsWith('PATCH /api/v1/blobs/upload/') ? 0 : null);
  const paper = pdf('Notula');
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: paper }]);
  await expect(rina.locator('a.ev').filter({ hasText: 'Notula' })).toContainText('Belum sampai', { timeout: 45_000 });

  line.mislead();
  line.weather.breaksRequest = null;
  said.length = 0;
  await answer(page, 1);
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  // From the start too, and on demand: the portal answers whatever is asked, and nothing of it is believed.
  await page.goto('/');
  await expect(page.locator('.syncline')).toContainText('2 menunggu server terjangkau', { timeout: 45_000 });
  await page.goto('/sinkron');
  await expect(page.locator('.state')).toContainText('2 menunggu server terjangkau', { timeout: 45_000 });
  const before = line.misled.length;
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect.poll(() => line.misled.slice(before)).toContain('POST /api/v1/sync/push HTTP/1.1');
  await expect(page.locator('.actionbar').getByRole('status')).toContainText('Server belum terjangkau');
  await look(page, 'sinkron-portal');
  await page.goto(item);
  const badge = page.locator('a.ib[href="/sinkron"]');
  await expect(badge).toHaveAccessibleName(/^Tersimpan di ponsel ini, 2 menunggu/, { timeout: 45_000 });
  expect(said.length).toBeGreaterThan(0);
  expect(said.filter((text) => !/^(Tersimpan di ponsel ini|Mengirim [1-3] dari [23])/.test(text)), 'nothing else was said').toEqual([]);
  await comment(rina, 'Notulanya sudah saya minta.');

  // They have paid, or walked on: nobody tells the page.
  line.mend();
  await expect(badge).toHaveAccessibleName(/^Semua terkirim/, { timeout: 60_000 });
  await expect(page.getByText('Notulanya sudah saya minta.')).toBeVisible({ timeout: SOON_MS });
  await expect(rina.getByRole('radio').nth(1)).toBeChecked({ timeout: SOON_MS });
  await expect(rina.locator('a.ev').filter({ hasText: 'Notula' })).toContainText('Terkirim', { timeout: SOON_MS });
  expect(sha256(await openEvidence(rina, 'Notula'))).toBe(sha256(paper));
});
