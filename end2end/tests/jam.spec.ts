// A clock that is two days off: what is stated is taken, at its true time, and the line says what is so.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, historiesOf, openItem, settled } from '../fixtures/app.ts';

const AREA = 'manajemen-perubahan';
const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;
/** A slow machine needs this long for what a person does in seconds. */
const NEAR_MS = 5 * 60 * 1000;

/** Sets the page's clock, for this and every later document. */
const setClock = (page: Page, ahead: number): Promise<unknown> =>
  page.addInitScript((ahead) => {
    const Real = Date;
    const now = (): number => Real.now() + ahead;
    globalThis.Date = class extends Real {
      constructor(...parts: unknown[]) {
        if (parts.length === 0) super(now());
        else super(...(parts as [number]));
      }
      static override now = now;
    } as DateConstructor;
  }, ahead);

for (const [name, ahead] of [
  ['ahead', TWO_DAYS_MS],
  ['behind', -TWO_DAYS_MS],
] as const) {
  test(`two days ${name}`, async ({ line, device }) => {
    const page = await device();
    await setClock(page, ahead);
    await signIn(page, 'siti');
    await openItem(page, AREA);
    const item = new URL(page.url()).pathname;
    const said = page.locator('.syncline');
    line.cut();
    await answer(page, 0);
    await page.goto('/');
    // 2 days are 2880 minutes.
    await expect(said).toContainText('selisih 2880 menit');
    line.mend();
    const sent = page.waitForResponse((reply) => reply.url().endsWith('/sync/push') && reply.ok());
    await page.goto('/sinkron');
    await page.getByRole('button', { name: 'Kirim sekarang' }).click();
    await sent;
    await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible({ timeout: 45_000 });
    await page.goto('/');
    await expect(said).toContainText('selisih 2880 menit');
    await expect(said).not.toContainText(/sinyal|[Ll]uring|Masuk lagi/);

    const desk = await device();
    await signIn(desk, 'agus');
    const histories = historiesOf(desk, item);
    await desk.goto(item);
    await expect(desk.getByRole('radio').nth(0)).toBeChecked({ timeout: 45_000 });
    await expect.poll(() => histories.length).toBeGreaterThan(0);
    for (const entry of histories.flat()) expect(Math.abs(entry.effective - Date.now())).toBeLessThan(NEAR_MS);

    // A later answer of a right clock counts; nothing differs.
    const rina = await device();
    await signIn(rina, 'rina');
    await settled(rina);
    await rina.goto(item);
    await expect(rina.getByRole('radio').nth(0)).toBeChecked();
    await answer(rina, 1);
    await page.goto(item);
    await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
    await expect(page.getByText('Dua jawaban berbeda')).toHaveCount(0);
  });
}
