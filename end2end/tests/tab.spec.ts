// Two tabs of one person: one sends, both see; when the one that sends goes or is frozen, the other does.
import type { Page } from '@playwright/test';
import { PASSWORD, enter, expect, signIn, test } from '../fixtures/index.ts';
import { answer, openItem, settled } from '../fixtures/app.ts';
import { freeze, hidable } from '../fixtures/hidable.ts';

const AREA = 'manajemen-perubahan';
/** A leader is robbed after ten seconds of silence; slow machines take their time. */
const TAKEOVER_MS = 60_000;
/** For so long a leader stands still. */
const STILL_MS = 50_000;

/** Counts the pushes of a tab. */
function pushes(page: Page): { count: number } {
  const counted = { count: 0 };
  page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/sync/push')) counted.count += 1;
  });
  return counted;
}

/** Counts what a tab asks of the server for its sync. */
function asked(page: Page): { count: number } {
  const counted = { count: 0 };
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/sync/')) counted.count += 1;
  });
  return counted;
}

const chosen = (page: Page, nth: number): Promise<void> =>
  expect(page.getByRole('radio').nth(nth)).toBeChecked({ timeout: 45_000 });

test('one tab sends, both see; the other goes on when that one is closed', async ({ phone, device }) => {
  const first = await phone.open();
  await signIn(first, 'siti');
  await settled(first);
  await openItem(first, AREA);
  const item = new URL(first.url()).pathname;
  const second = await phone.tab();
  await second.goto(item);
  await expect(second.locator('label.choice').first()).toBeVisible();
  const [ofFirst, ofSecond] = [pushes(first), pushes(second)];

  await answer(second, 0);
  await chosen(first, 0);
  await expect.poll(() => ofFirst.count, { timeout: 45_000 }).toBeGreaterThan(0);
  await expect(second.locator('.p-butir')).not.toContainText('di ponsel ini', { timeout: 45_000 });
  expect(ofSecond.count, 'only the leader sends').toBe(0);

  await first.close();
  await answer(second, 1);
  await expect.poll(() => ofSecond.count, { timeout: TAKEOVER_MS }).toBeGreaterThan(0);
  await settled(second);
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await chosen(desk, 1);
});

test('a leader that the browser froze is replaced, and catches up when it goes on', async ({ line, device }) => {
  test.setTimeout(240_000);
  const desk = await device();
  await signIn(desk, 'agus');
  await openItem(desk, AREA);
  const item = new URL(desk.url()).pathname;
  const phone = await hidable();
  try {
    const first = await phone.tab();
    await first.goto(`${line.url}/masuk`);
    await enter(first, 'siti');
    await expect(first.locator('.syncline')).toContainText('Semua terkirim', { timeout: 45_000 });
    await first.goto(line.url + item);
    await expect(first.locator('label.choice').first()).toBeVisible();
    await first.evaluate(() => {
      Object.assign(globalThis, { ticks: 0 });
      setInterval(() => ((globalThis as unknown as { ticks: number }).ticks += 1), 100);
    });
    const ticks = () => first.evaluate(() => (globalThis as unknown as { ticks: number }).ticks);
    const second = await phone.tab();
    await second.goto(line.url + item);
    await expect(second.locator('label.choice').first()).toBeVisible();
    const ofSecond = pushes(second);
    // It would hear of what is committed elsewhere, but carries nothing out.
    await freeze(first, true);
    const before = await ticks();

    await answer(second, 0);
    await expect.poll(() => ofSecond.count, { timeout: TAKEOVER_MS }).toBeGreaterThan(0);
    expect(await ticks(), 'the leader is frozen still: its timers stand').toBe(before);
    await chosen(desk, 0);

    await first.bringToFront();
    await freeze(first, false);
    await chosen(first, 0);
    expect(await ticks()).toBeGreaterThan(before);
    await answer(first, 1);
    await chosen(second, 1);
    await chosen(desk, 1);
    // Frozen and let go once more, the first asks for the lead once.
    await second.bringToFront();
    await freeze(first, true);
    await freeze(first, false);
    const asking = () => second.evaluate(async () => (await navigator.locks.query()).pending!.filter(({ name }) => name!.startsWith('bukti-')).length);
    await expect.poll(asking).toBe(1);
    expect(phone.errors, 'the console stays free of errors').toEqual([]);
  } finally {
    await phone.close();
  }
});

test('a leader that stands still is replaced, and catches up when it goes on', async ({ phone, device }) => {
  test.setTimeout(240_000);
  const first = await phone.open();
  await signIn(first, 'siti');
  await settled(first);
  await openItem(first, AREA);
  const item = new URL(first.url()).pathname;
  const second = await phone.tab();
  await second.goto(item);
  await expect(second.locator('label.choice').first()).toBeVisible();
  const ofSecond = pushes(second);
  // Its thread is kept busy, so that it isn't told anything either. It holds its lock, hears nothing and says nothing.
  let still = true;
  const standing = first.evaluate((ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  }, STILL_MS);
  const gone = standing.then(() => (still = false));

  await answer(second, 0);
  await expect(second.locator('.p-butir')).toContainText('di ponsel ini');
  await expect.poll(() => ofSecond.count, { timeout: TAKEOVER_MS }).toBeGreaterThan(0);
  expect(still, 'the leader still stood').toBe(true);
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await chosen(desk, 0);

  await gone;
  await chosen(first, 0);
  await answer(first, 1);
  await chosen(second, 1);
  await chosen(desk, 1);
});

test('who signs in again isn’t held up by a tab that only sends for them', async ({ phone, line, device }) => {
  const first = await phone.open();
  await signIn(first, 'siti');
  await settled(first);
  await openItem(first, AREA);
  const item = new URL(first.url()).pathname;
  const second = await phone.tab();
  await second.goto('/saya');
  const out = second.getByRole('button', { name: /^Keluar/ });
  await expect(out).toBeVisible();
  line.cut();
  await answer(first, 1);
  await expect(first.locator('.p-butir')).toContainText('di ponsel ini');
  await out.click();
  // Both are signed out; the first that is there sends what waits.
  for (const tab of [first, second]) await expect(tab.getByLabel('NIP atau nama pengguna')).toBeVisible();
  line.mend();
  await enter(second, 'siti');
  await expect(second.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: TAKEOVER_MS });
  await settled(second);
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await chosen(desk, 1);
});

test('every tab says what the one knows that sends, and any of them mends it', async ({ phone, line }) => {
  const first = await phone.open();
  await signIn(first, 'siti');
  await settled(first);
  const second = await phone.tab();
  await second.goto('/sinkron');
  const said = second.locator('.state').getByRole('status');
  await expect(said).toContainText('Semua terkirim');
  const [ofFirst, ofSecond] = [asked(first), asked(second)];
  const send = second.getByRole('button', { name: 'Kirim sekarang' });
  await send.click();
  await expect.poll(() => ofFirst.count, { message: 'the one that sends is asked to', timeout: 45_000 }).toBeGreaterThan(0);

  // Only who asks the server hears that the session is over.
  await phone.endSession();
  await send.click();
  await expect(said).toContainText('Masuk lagi untuk membaca kabar baru', { timeout: 45_000 });
  await expect(first.locator('.syncline')).toContainText('Masuk lagi untuk membaca kabar baru');
  // A third hears it as soon as it opens.
  const third = await phone.tab();
  await third.goto('/');
  await expect(third.locator('.syncline')).toContainText('Masuk lagi untuk membaca kabar baru', { timeout: 45_000 });
  // Signed in where nothing is sent, all of them read on.
  await second.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
  await second.getByRole('button', { name: 'Masuk lagi' }).click();
  await expect(said).toContainText('Semua terkirim', { timeout: 45_000 });
  for (const tab of [first, third]) await expect(tab.locator('.syncline')).toContainText('Semua terkirim', { timeout: 45_000 });
  expect(ofSecond.count, 'only the leader asks').toBe(0);

  // What stands in the way is one thing for all tabs, also for one that believes to be connected.
  line.cut();
  await third.goto('/');
  await openItem(third, AREA);
  await answer(third, 1);
  await expect(said).toContainText('menunggu server terjangkau', { timeout: 45_000 });
  line.mend();
  await send.click();
  await expect(said).toContainText('Semua terkirim', { timeout: 45_000 });
});
