// The server is killed again and again while a phone sends: nothing of what the phone called stored is lost,
// nothing comes twice, and the file arrives whole.
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem, saveFile, settled } from '../fixtures/app.ts';
import { pdf, sha256, thickPdf } from '../fixtures/media.ts';
import { bukti } from '../fixtures/server.ts';

const AREA = 'manajemen-perubahan';
const KILLS = process.env.BUKTI_LONG ? 100 : 10;
const MIB = 1024 * 1024;
/** A request takes at least so long over the line of this walk: not more than one gets through before a kill. */
const MOMENT_MS = 150;

test(`a server killed ${KILLS} times in the midst of sending loses nothing`, async ({ server, line, device }) => {
  test.setTimeout(120_000 + KILLS * 30_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  // So much that there is always something on its way: more pieces of 1 MiB than kills.
  const thick = Array.from({ length: Math.ceil(KILLS / 7) }, (_, n) => ({
    name: `Laporan tebal ${n}.pdf`,
    mimeType: 'application/pdf',
    buffer: thickPdf(`Laporan tebal ${n}`, 10 * MIB + n),
  }));
  const papers = [
    ...thick,
    ...[1, 2, 3].map((n) => ({ name: `Notula ${n}.pdf`, mimeType: 'application/pdf', buffer: pdf(`Notula ${n}`) })),
  ];
  // Playwright hands over no more than 50 MB at once.
  for (const paper of papers) await capture(page, 'Berkas', [paper]);

  // Killed at any moment of a request that changes something.
  const moment = (): number => Math.floor(Math.random() * MOMENT_MS);
  let asked = 0;
  page.on('request', (request) => {
    const changes = request.method() === 'POST' || request.method() === 'PATCH';
    if (changes && /\/sync\/push|\/blobs\/upload\//.test(request.url())) asked += 1;
  });
  await page.goto('/sinkron');
  const empty = page.getByRole('heading', { name: 'Tidak ada yang menunggu' });
  let killed = 0;
  line.weather.delayMs = MOMENT_MS / 2;
  line.mend();
  while (killed < KILLS) {
    const before = asked;
    await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect
      .poll(async () => asked > before || (await empty.isVisible()), { timeout: 60_000, intervals: [5] })
      .toBe(true);
    if (asked === before) break;
    await new Promise((done) => setTimeout(done, moment()));
    await server.stop('SIGKILL');
    killed += 1;
    await server.start();
  }
  expect(killed, 'it was killed while something was on its way').toBe(KILLS);
  line.weather.delayMs = 0;
  await settled(page);
  await page.goto(item);
  await expect(page.locator('a.ev')).toHaveCount(papers.length);
  for (const { name } of papers) {
    await expect(page.locator('a.ev').filter({ hasText: name })).toContainText('Terkirim', { timeout: 60_000 });
  }

  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(desk.locator('a.ev')).toHaveCount(papers.length);
  for (const { name, buffer } of thick) {
    await desk.goto(item);
    await desk.locator('a.ev').filter({ hasText: name }).click();
    expect(sha256(await saveFile(desk))).toBe(sha256(buffer));
  }

  // What the server keeps is sound: chains, records, files.
  await server.stop();
  expect(bukti('verify', '--data', server.data)).toContain('Everything is whole');
});
