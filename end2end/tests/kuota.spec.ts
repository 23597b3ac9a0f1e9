// A device without room: the file that doesn't fit stays in the hand, and nothing else is lost.
import fs from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openEvidence, openItem, saveFile, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { photo, sha256, thickPdf } from '../fixtures/media.ts';
import { database, keys } from '../fixtures/simpanan.ts';

const AREA = 'manajemen-perubahan';
const MIB = 1024 * 1024;

/**
 * Limits what the origin may store to what it has and so many bytes more; without a number: no limit. Chromium
 * counts what is stored only now and then, so many small writes get through: what is surely refused is one
 * write of more than there is room for.
 */
async function room(page: Page, more?: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin });
  const limit = more === undefined ? {} : { quotaSize: Math.max(1, Math.round(usage + more)) };
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...limit });
  if (more === undefined) return;
  // It lives on its last answer for up to 30 s.
  const size = Math.max(0, more) + 2 * MIB;
  await expect.poll(() => page.evaluate(refuses, size), { timeout: 90_000, intervals: [500] }).toBe(true);
}

/** Slows the page's own thread down (not its workers) so many times. */
async function slow(page: Page, rate: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Whether the browser refuses to keep so many bytes; what it keeps is thrown away. Runs in the page. */
async function refuses(size: number): Promise<boolean> {
  const name = 'uji-ruang';
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
  const db = await new Promise<IDBDatabase>((done, fail) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore('isi');
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  const full = await new Promise<boolean>((done) => {
    const keeping = db.transaction('isi', 'readwrite');
    keeping.objectStore('isi').put(bytes, 1);
    keeping.oncomplete = () => done(false);
    keeping.onabort = () => done(keeping.error?.name === 'QuotaExceededError');
  });
  db.close();
  await new Promise((done) => {
    const removing = indexedDB.deleteDatabase(name);
    removing.onsuccess = done;
    removing.onerror = done;
  });
  return full;
}

/** How many pieces of 1 MiB the reserve has. */
const reserve = async (page: Page): Promise<number> => (await keys(page, await database(page), 'reserve')).length;

/** Waits until the reserve is written. */
const reserved = (page: Page): Promise<void> => expect.poll(() => reserve(page), { timeout: 60_000, intervals: [500] }).toBe(16);

test('no room is left in mid-capture: the file is kept in the hand, exported, tried again', async ({ device }) => {
  test.setTimeout(240_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await reserved(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const paper = thickPdf('Laporan tebal', 40 * MIB);
  await room(page, 1.5 * MIB);
  // Slowly enough that the room ends between its first chunks and its last.
  await slow(page, 20);
  const input = page.locator('.capture label').filter({ hasText: 'Berkas' }).locator('input[type=file]');
  await input.setInputFiles([{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: paper }]);
  // In the item's list while it is prepared, above the capture bar once it couldn't be kept.
  const places = page.locator('[role=status], [role=alert]');
  const hand = places.getByRole('listitem').filter({ hasText: 'Laporan tebal' });
  const again = hand.getByRole('button', { name: 'Coba lagi' });
  // Up to 80 % it is being prepared, from there on it is being written.
  const isMidway = (row: Element): boolean => {
    const bar = row.querySelector('progress');
    return bar === null || bar.value >= 83;
  };
  await expect.poll(() => hand.evaluate(isMidway), { timeout: 60_000, intervals: [50] }).toBe(true);
  await room(page, -1_000 * MIB);
  await slow(page, 1);
  await expect(again).toBeVisible({ timeout: 90_000 });
  await expect(hand).toContainText(/[Rr]uang/);

  const saved = page.waitForEvent('download');
  await hand.getByRole('button', { name: 'Ekspor' }).click();
  expect(sha256(fs.readFileSync(await (await saved).path()))).toBe(sha256(paper));

  // Somebody makes room on the phone; the same file is taken from the hand.
  await room(page);
  await again.click();
  await expect(page.locator('.toast').filter({ hasText: /ersimpan/ })).toBeVisible({ timeout: 60_000 });
  await expect(hand).toHaveCount(0);
  await expect(page.locator('a.ev').filter({ hasText: 'Laporan tebal' })).toContainText('Terkirim', { timeout: 90_000 });
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto('/bukti');
  await desk.locator('a[href^="/bukti/"]').filter({ hasText: 'Laporan tebal' }).first().click();
  expect(sha256(await saveFile(desk))).toBe(sha256(paper));
  await desk.goto(item);
  await expect(desk.locator('a.ev').filter({ hasText: 'Laporan tebal' })).toHaveCount(1);
});

test('the reserve takes the answer and the photograph of the one that comes on a full disk', async ({
  line,
  device,
}) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await reserved(page);
  await openItem(page, AREA);
  const item = page.url();
  line.cut();
  await room(page, 0);
  const paper = thickPdf('Notula', 2 * MIB);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: paper }]);
  await answer(page, 1);
  await expect(page.locator('.toast').filter({ hasText: 'Jawaban menjadi' })).toBeVisible({ timeout: 30_000 });
  await room(page);
  line.mend();
  await settled(page);
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(new URL(item).pathname);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  expect(sha256(await openEvidence(desk, 'Notula'))).toBe(sha256(paper));
});

test('an answer that the disk refuses goes back, and nobody calls it saved', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);
  const [bar, number] = [page.locator('.p-butir .q svg.bar'), page.locator('.p-butir .q .num b')];
  const before = { bar: await bar.getAttribute('aria-label'), number: await number.textContent() };
  // The disk takes its time, and then has no room.
  await page.evaluate(() => {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const work = begin.call(this, stores, mode, options);
      if (mode === 'readwrite') {
        const put = IDBObjectStore.prototype.put;
        Object.assign(globalThis, { buktiPulih: () => (IDBDatabase.prototype.transaction = begin) });
        work.objectStore = (name) => {
          const store = IDBTransaction.prototype.objectStore.call(work, name);
          store.put = (...given) => {
            const request = put.apply(store, given);
            request.addEventListener('success', () => work.abort());
            return request;
          };
          return store;
        };
      }
      return work;
    };
  });
  const labels: (string | null)[] = [];
  await page.exposeFunction('buktiBatang', (label: string | null) => void labels.push(label));
  await bar.evaluate((drawn) => {
    const tell = (globalThis as unknown as { buktiBatang: (label: string | null) => void }).buktiBatang;
    new MutationObserver(() => tell(drawn.getAttribute('aria-label'))).observe(drawn, { attributes: true });
  });
  await page.locator('label.choice').first().click();
  await expect(page.getByText('Peramban tidak dapat menyimpan').first()).toBeVisible();
  await expect(bar).toHaveAttribute('aria-label', before.bar!);
  await expect(number).toHaveText(before.number!);
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  // It was scored at once, before the disk said no.
  expect(labels.length).toBeGreaterThan(1);
  expect(labels[0]).not.toBe(before.bar);
  await expect(page.locator('.toast')).toHaveCount(0);
  await page.evaluate(() => (globalThis as unknown as { buktiPulih: () => void }).buktiPulih());
  await page.locator('label.choice').first().click();
  await expect(page.locator('.toast')).toBeVisible();
  await expect(bar).not.toHaveAttribute('aria-label', before.bar!);
});

test('a store that the browser keeps closing is said to be just that, and what was typed stays', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);
  await page.locator('#catatan').fill('Rapat monev sudah.');
  await page.evaluate(() => {
    const begin = IDBDatabase.prototype.transaction;
    Object.assign(globalThis, { buktiPulih: () => (IDBDatabase.prototype.transaction = begin) });
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') throw new DOMException('The database connection is closing.', 'InvalidStateError');
      return begin.call(this, stores, mode, options);
    };
  });
  const note = page.getByRole('region', { name: 'Catatan', exact: true });
  await note.getByRole('button', { name: 'Simpan' }).click();
  await expect(note.getByRole('alert')).toContainText('Peramban menutup simpanan Bukti, jadi belum tersimpan.');
  await expect(note.getByRole('alert')).not.toContainText('tab');
  // If it goes on so, what lies in the store can be had without it.
  const rescue = note.getByRole('link', { name: 'Unduh data perangkat ini' });
  await expect(rescue).toHaveAttribute('href', '/darurat.html');
  await look(page, 'butir-simpanan-menutup');
  await expect(page.locator('#catatan')).toHaveValue('Rapat monev sudah.');
  await page.evaluate(() => (globalThis as unknown as { buktiPulih: () => void }).buktiPulih());
  await note.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.locator('.toast')).toContainText('Catatan');
});

const hands = (page: Page) => page.locator('.refused').getByRole('listitem');
const failedHand = (page: Page, name: string | RegExp) => hands(page).filter({ hasText: name });

/** Exports what couldn't be kept, and gives its bytes. */
async function exported(page: Page, name: string | RegExp): Promise<Buffer> {
  const saved = page.waitForEvent('download');
  await failedHand(page, name).getByRole('button', { name: 'Ekspor' }).click();
  return fs.readFileSync(await (await saved).path());
}

test('a photograph and several files at once on a full device with nothing to free: each stays, is exported, and kept later', async ({
  line,
  device,
}) => {
  test.setTimeout(180_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await reserved(page);
  line.cut();
  await room(page, -1_000 * MIB);
  const input = (action: string) => page.locator('.capture label').filter({ hasText: action }).locator('input[type=file]');
  const papers = ['Notula', 'Undangan'].map((name) => ({
    name: `${name}.pdf`,
    mimeType: 'application/pdf',
    buffer: thickPdf(name, 2 * MIB),
  }));
  await input('Kamera').setInputFiles({ name: 'foto.jpg', mimeType: 'image/jpeg', buffer: await photo(page, 2400, 1800, 400) });
  await input('Berkas').setInputFiles(papers);
  await expect(hands(page)).toHaveCount(3, { timeout: 90_000 });
  for (const hand of await hands(page).all()) await expect(hand).toContainText('Ruang di perangkat ini habis, jadi belum tersimpan.');
  await expect(page.locator('.toast')).toHaveCount(0);
  await look(page, 'butir-penuh');
  // In memory only: nobody says that all is sent, the browser asks before the page is left, and a slip is taken back.
  await expect(page.getByRole('link', { name: /^Belum tersimpan/ })).toBeVisible();
  expect(await page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(false);
  await failedHand(page, 'foto.jpg').getByRole('button', { name: 'Tutup' }).click();
  await expect(hands(page)).toHaveCount(2);
  await page.locator('.toast').getByRole('button', { name: 'Urungkan' }).click();
  await expect(hands(page)).toHaveCount(3);

  for (const paper of papers) expect(sha256(await exported(page, paper.name))).toBe(sha256(paper.buffer));
  // What the camera took lies in memory as it would be kept: its own file may be gone.
  await page.evaluate(() => {
    Worker.prototype.postMessage = () => {
      throw new Error('the camera’s file is gone');
    };
  });
  const taken = await exported(page, 'foto.jpg');
  expect(taken.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  await room(page);
  await failedHand(page, 'foto.jpg').getByRole('button', { name: 'Coba lagi' }).click();
  await expect(failedHand(page, 'foto.jpg')).toHaveCount(0, { timeout: 30_000 });
  await expect(page.locator('a.ev')).toHaveCount(1);
  expect(await hands(page).count()).toBe(2);
});

/** Shares a file with the app, as another app does. */
const shareIn = (page: Page, name: string, bytes: Buffer): Promise<void> =>
  page.evaluate(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: '/bagikan', enctype: 'multipart/form-data' });
      const input = document.createElement('input');
      Object.assign(input, { type: 'file', name: 'berkas' });
      const given = new DataTransfer();
      given.items.add(new File([bytes], name, { type: 'application/pdf' }));
      input.files = given.files;
      form.append(input);
      document.body.append(form);
      form.submit();
    },
    { name, base64: bytes.toString('base64') },
  );

test('what another app shares with a full device is said to be still there; what fills up later is exported and kept', async ({ line, device }) => {
  test.setTimeout(180_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await reserved(page);
  const paper = thickPdf('Kiriman', 2 * MIB);
  const parts = () => keys(page, 'bukti-bagikan', 'bagian');
  // Both of its stores are there, and take nothing.
  await shareIn(page, 'Kiriman.pdf', paper);
  await page.getByRole('button', { name: 'Jangan simpan' }).click();
  await expect.poll(async () => (await parts()).length).toBe(0);
  line.cut();
  // What was removed counts as used until the browser tidies up: no room at all, whenever that is.
  await room(page, -1_000 * MIB);
  await shareIn(page, 'Kiriman.pdf', paper);
  await expect(page.getByText('Ruang di perangkat ini habis, jadi berkas yang dibagikan belum diterima')).toBeVisible({ timeout: 30_000 });
  expect(await parts(), 'nothing takes room that nobody could free').toEqual([]);

  await room(page);
  await shareIn(page, 'Kiriman.pdf', paper);
  const take = page.getByRole('button', { name: 'Simpan sebagai bukti' });
  await expect(take).toBeVisible({ timeout: 30_000 });
  await room(page, -1_000 * MIB);
  await take.click();
  await expect(failedHand(page, 'Kiriman.pdf')).toContainText('Ruang di perangkat ini habis', { timeout: 90_000 });
  expect(sha256(await exported(page, 'Kiriman.pdf'))).toBe(sha256(paper));
  expect((await parts()).length, 'the inbox lets go of nothing that isn’t kept').toBeGreaterThan(0);
  await room(page);
  await failedHand(page, 'Kiriman.pdf').getByRole('button', { name: 'Coba lagi' }).click();
  await expect(page.locator('a[href^="/bukti/"]').filter({ hasText: 'Kiriman' })).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await parts()).length).toBe(0);
});
