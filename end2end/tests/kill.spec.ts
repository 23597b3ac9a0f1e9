// The tab or the browser dies at the worst moment; what was said to be stored is there, and what was
// being typed as well.
import { expect, signIn, test } from '../fixtures/index.ts';
import { pdf, sha256 } from '../fixtures/media.ts';
import { answer, capture, historiesOf, openItem, saveFile, settled } from '../fixtures/app.ts';
import { noteWrites, writes } from '../fixtures/ditulis.ts';
import { bukti } from '../fixtures/server.ts';

const AREA = 'manajemen-perubahan';
const MIB = 1024 * 1024;

test('“tersimpan” means on the disk: a browser killed at that moment loses nothing', async ({ line, phone }) => {
  let page = await phone.open({ init: noteWrites });
  await signIn(page, 'siti');
  await settled(page);
  line.cut();

  await openItem(page, AREA);
  const item = page.url();
  await answer(page, 1);
  await expect(page.locator('.toast').filter({ hasText: 'Jawaban menjadi' })).toBeVisible();
  const paper = pdf('Notula rapat evaluasi');
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: paper }]);
  const { written, early } = await writes(page);
  await phone.kill();

  // What "tersimpan" rests on was strict, and done before it was said: the ops of answer and evidence,
  // the file's one chunk, its listing among captures and the same sealed, the file.
  const stores = written.map((w) => w.store);
  for (const [store, least] of [['outbox', 2], ['chunks', 1], ['captures', 1], ['files', 1]] as const) {
    const count = stores.filter((s) => s === store).length;
    expect(count, `${store} was written`).toBeGreaterThanOrEqual(least);
  }
  expect(written.filter((w) => w.durability !== 'strict')).toEqual([]);
  expect(early).toEqual([]);

  page = await phone.open();
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await page.locator('a.ev').filter({ hasText: 'Notula' }).click();
  expect(sha256(await saveFile(page))).toBe(sha256(paper));
});

test('a tab killed in the middle of a word keeps every keystroke', async ({ line, phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  line.cut();
  await openItem(page, AREA);
  const item = page.url();
  const typed = 'Rapat monev triwulan III dihadiri semua subbagian; notulanya menung';
  await page.getByLabel('Catatan', { exact: true }).first().click();
  await page.keyboard.type(typed);
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It never answers: the process that would is gone.
  session.send('Page.crash').catch(() => {});
  await crashed;

  const again = await phone.tab();
  await again.goto(item);
  await expect(again.locator('#catatan')).toHaveValue(typed);
});

test('a browser killed in the middle of a word loses half a second at most', async ({ line, phone }) => {
  let page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  line.cut();
  await openItem(page, AREA);
  const item = page.url();
  await page.locator('#catatan').click();
  // When each keystroke had reached the page, at the latest.
  const moments: number[] = [];
  let typed = '';
  while (moments.length < 60 || Date.now() - moments[0]! < 3000) {
    const letter = 'abcdefghijklmnopqrstuvwxyz'[typed.length % 26]!;
    await page.keyboard.type(letter);
    typed += letter;
    moments.push(Date.now());
  }
  const killed = Date.now();
  await phone.kill();

  page = await phone.open();
  await page.goto(item);
  const note = page.locator('#catatan');
  await expect(note).not.toHaveValue('');
  const kept = await note.inputValue();
  expect(typed.startsWith(kept), `“${kept}” is how “${typed}” begins`).toBe(true);
  const safe = moments.filter((moment) => moment <= killed - 500).length;
  expect(kept.length).toBeGreaterThanOrEqual(safe);
});

test('a browser killed again and again while it sends: all of it arrives, and once', async ({ server, line, phone, device }) => {
  test.setTimeout(240_000);
  let page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  // Closed properly once: a killed browser would forget the session of half a minute ago.
  await phone.close();
  page = await phone.open();
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await page.getByLabel('Tulis tanggapan').fill('Buktinya menyusul sore ini.');
  await page.getByRole('button', { name: 'Kirim', exact: true }).click();
  await expect(page.getByText('belum terkirim').first()).toBeVisible();
  const noise = Buffer.alloc(6 * MIB);
  for (let at = 0; at < noise.length; at += 1) noise[at] = (at * 2654435761) >>> 13;
  const large = Buffer.concat([pdf('Laporan tebal'), noise]);
  const papers = [
    { name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: large },
    { name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') },
  ];
  await capture(page, 'Berkas', papers);

  // No answer comes back before the browser is gone; the server may have done what it was asked, or not.
  line.weather.delayMs = 200;
  const push = /\/api\/v1\/sync\/push$/;
  const part = /\/api\/v1\/blobs\/upload\//;
  for (const [nth, what] of [push, push, push, part, part, part, part].entries()) {
    // Looked for before anything can send it, and killed before an answer can come.
    const carries = page.waitForRequest((request) => what.test(request.url()) && request.method() !== 'HEAD', { timeout: 45_000 });
    if (nth === 0) line.mend();
    const going =
      nth === 0
        ? page.evaluate(() => void globalThis.dispatchEvent(new Event('online')))
        : page.goto(item).then(() => undefined);
    const cut = going.catch(() => undefined);
    await carries;
    await phone.kill();
    await cut;
    page = await phone.open();
  }
  line.weather.delayMs = 0;
  await page.goto(item);
  await settled(page);
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  for (const { name } of papers) {
    await expect(page.locator('a.ev').filter({ hasText: name.slice(0, -4) })).toContainText('Terkirim', { timeout: 60_000 });
  }

  const desk = await device();
  await signIn(desk, 'agus');
  const histories = historiesOf(desk, item);
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(desk.getByText('Buktinya menyusul sore ini.')).toHaveCount(1);
  await expect(desk.locator('a.ev')).toHaveCount(papers.length);
  // Her one op about the answer's record, in the server's own log.
  await expect.poll(() => histories.length).toBeGreaterThan(0);
  for (const history of histories) expect(history).toHaveLength(1);
  await desk.locator('a.ev').filter({ hasText: 'Laporan tebal' }).click();
  expect(sha256(await saveFile(desk))).toBe(sha256(large));
  await server.stop();
  expect(bukti('verify', '--data', server.data)).toContain('Everything is whole');
});
