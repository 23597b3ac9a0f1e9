// A day of work without a network, in which the phone's browser is killed again and again at moments that
// nobody chose: whatever it called stored is there in the end, on the phone and for a colleague.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { pdf, sha256 } from '../fixtures/media.ts';
import { openEvidence, settled, told } from '../fixtures/app.ts';

const AREA = 'manajemen-perubahan';
const KILLS = process.env.BUKTI_LONG ? 100 : 10;
/** Work goes on for so long at most before the browser is killed, in milliseconds. */
const LONGEST_MS = 6_000;
const SEED = 20261124;

/** Mulberry32: the same day each time; the machine's own speed chooses the moments within it. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What was said to be stored, and what may have been stored after it was last said. */
class Day {
  readonly answers = new Map<string, { stored: number | null; tried: number[] }>();
  readonly files = new Map<string, string>();

  of(item: string): { stored: number | null; tried: number[] } {
    const known = this.answers.get(item) ?? { stored: null, tried: [] };
    this.answers.set(item, known);
    return known;
  }
}

/** Works until the browser is gone. */
async function work(page: Page, items: readonly string[], day: Day, chance: () => number, round: number): Promise<void> {
  for (let step = 0; ; step += 1) {
    const item = items[Math.floor(chance() * items.length)]!;
    // By links, as a person goes: no page is loaded anew while the browser dies.
    await page.locator(`a.row[href="${item}"]`).click();
    const choices = page.locator('label.choice');
    await expect(choices.first()).toBeVisible();
    const nth = Math.floor(chance() * (await choices.count()));
    if (!(await page.getByRole('radio').nth(nth).isChecked())) {
      const known = day.of(item);
      known.tried.push(nth);
      await told(page, 'Jawaban menjadi', () => choices.nth(nth).click());
      Object.assign(known, { stored: nth, tried: [] });
    }
    const name = `Notula-${round}-${step}`;
    const paper = pdf(`Rapat ${round}.${step}`);
    const input = page.locator('.capture label').filter({ hasText: 'Berkas' }).locator('input[type=file]');
    const file = { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: paper };
    await told(page, /ersimpan/, () => input.setInputFiles([file]));
    await expect(page.locator('a.ev').filter({ hasText: name })).toBeVisible();
    day.files.set(name, sha256(paper));
    await page.locator('.appbar.back a.ib').first().click();
  }
}

test(`a day of work with ${KILLS} kills loses nothing that was called stored`, async ({ line, phone, device }) => {
  test.setTimeout(120_000 + KILLS * 30_000);
  const chance = random(SEED);
  const day = new Day();
  let page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await page.goto(`/lke/${AREA}`);
  const rows = page.locator('a.row[href^="/butir/"]').filter({ has: page.getByRole('img', { name: 'Belum diisi' }) });
  await expect(rows.first()).toBeVisible();
  const items = (await rows.evaluateAll((all) => all.map((row) => row.getAttribute('href')!))).slice(0, 4);
  expect(items.length).toBeGreaterThan(0);
  line.cut();

  for (let round = 0; round < KILLS; round += 1) {
    const end = new Promise<void>((done) => setTimeout(done, 500 + chance() * LONGEST_MS));
    let killed = false;
    const early: unknown[] = [];
    const working = work(page, items, day, chance, round).catch((error: unknown) => {
      if (!killed) early.push(error);
    });
    await end;
    killed = true;
    await phone.kill();
    await working;
    // It ends because its browser is gone, for no other reason.
    expect(early).toEqual([]);
    page = await phone.open();
    await page.goto(`/lke/${AREA}`);
    await expect(page.locator('a.row').first()).toBeVisible();
  }
  expect(day.files.size, 'files were stored').toBeGreaterThan(0);
  expect([...day.answers.values()].some((one) => one.stored !== null), 'answers were stored').toBe(true);

  for (const [item, { stored, tried }] of day.answers) {
    if (stored === null) continue;
    await page.goto(item);
    await expect(page.getByRole('radio').first()).toBeVisible();
    const checked = await page.getByRole('radio').evaluateAll((all) => all.findIndex((one) => (one as HTMLInputElement).checked));
    expect([stored, ...tried], item).toContain(checked);
  }
  line.mend();
  // A killed browser may have forgotten its cookie: what waits is sent by its signature all the same.
  await page.goto('/');
  await expect(page.locator('.syncline')).toContainText(/semua terkirim/i, { timeout: 60_000 });

  const colleague = await device();
  await signIn(colleague, 'rina');
  await settled(colleague);
  await colleague.goto('/bukti');
  await expect(colleague.locator('a[href^="/bukti/"]').first()).toBeVisible();
  const more = colleague.getByRole('button', { name: /Tampilkan lebih banyak/ });
  while (await more.isVisible()) await more.click();
  for (const name of day.files.keys()) {
    await expect(colleague.locator('a[href^="/bukti/"]').filter({ hasText: name }).first(), name).toBeVisible();
  }
  const [name, digest] = [...day.files].at(-1)!;
  const fetched = colleague.waitForRequest((request) => request.url().includes(`/blobs/`) && request.url().includes(digest));
  expect(sha256(await openEvidence(colleague, name))).toBe(digest);
  // The others by the same way: the server has every byte of each.
  const asked = await fetched;
  const headers = await asked.allHeaders();
  for (const [name, digest] of day.files) {
    const address = asked.url().replace(/[^/]+$/, digest);
    const reply = await colleague.request.get(address, { headers: { 'bukti-person': headers['bukti-person'] ?? '' } });
    expect(sha256(await reply.body()), name).toBe(digest);
  }
});
