// What a person decides about sending, and what proves that it arrived: files that wait for their word, a
// comparison on demand, the server's signed receipts.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openEvidence, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf, sha256, thickPdf } from '../fixtures/media.ts';
import { bukti } from '../fixtures/server.ts';
import { checked, database, quiet, recordIds, replaceText, texts } from '../fixtures/simpanan.ts';

const AREA = 'manajemen-perubahan';

test('files wait for their person’s word while texts go; then they go', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await page.goto('/sinkron');
  const choice = page.getByLabel('Kirim berkas');
  await choice.selectOption('Jeda dulu');
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);

  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  // The words are there, the file isn't.
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  const tile = desk.locator('a.ev').filter({ hasText: 'Notula' });
  await expect(tile).toBeVisible({ timeout: 45_000 });
  await page.goto('/sinkron');
  const row = page.locator('li.up').filter({ hasText: 'Notula.pdf' });
  await expect(row).toContainText('Dijeda oleh Anda');
  await expect(page.locator('li.up')).toHaveCount(1);
  await look(page, 'sinkron-jeda');
  await expect(choice).toHaveValue('jeda');
  // The line says who keeps it back, and so does the button that would send.
  await expect(page.locator('.state')).toContainText('1 berkas dijeda oleh Anda');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(page.locator('.actionbar')).toContainText('1 berkas tetap dijeda');
  await look(page, 'sinkron-tetap-dijeda');

  await choice.selectOption('Setiap ada sinyal');
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible({ timeout: 45_000 });
  await expect(tile).toContainText('Terkirim', { timeout: 45_000 });
});

/** Has the browser believe that its connection is so slow, and the data saver on or off; it tells its pages by an event. */
async function connection(page: Page): Promise<(latency: number, saves: boolean) => Promise<void>> {
  // DevTools end it with their session.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  return async (latency, saves) => {
    const endless = { downloadThroughput: -1, uploadThroughput: -1 };
    await devtools.send('Emulation.setDataSaverOverride', { dataSaverEnabled: saves });
    // The data saver alone is no event here, nor are a few milliseconds.
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency, ...endless });
    const said = () =>
      page.evaluate(() => {
        const { effectiveType, saveData } = (navigator as unknown as { connection: { effectiveType: string; saveData: boolean } }).connection;
        return { effectiveType, saveData };
      });
    await expect.poll(said).toEqual({ effectiveType: latency >= 1_500 ? '2g' : '4g', saveData: saves });
  };
}

test('over a connection that costs a large file waits for Wi-Fi, and goes by itself once there is one', async ({ device }) => {
  test.setTimeout(150_000);
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await page.goto('/sinkron');
  const choice = page.getByLabel('Kirim berkas');
  await choice.selectOption('Berkas di atas 1 MB tunggu Wi-Fi');
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/blobs/upload/')) uploads.push(request.url());
  });
  const desk = await device();
  await signIn(desk, 'agus');
  // So slow that Chromium calls it 2G.
  const become = await connection(page);
  await become(1_500, false);

  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  await answer(page, 1);
  const thick = thickPdf('Laporan tebal', 1.5 * 1024 * 1024);
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: thick }]);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  const tile = (name: string) => desk.locator('a.ev').filter({ hasText: name });
  await expect(tile('Notula')).toContainText('Terkirim', { timeout: 45_000 });
  await expect(tile('Laporan tebal')).toContainText('Belum sampai');

  await page.goto('/');
  await expect(page.locator('.syncline')).toContainText('1 berkas menunggu Wi-Fi', { timeout: 45_000 });
  await page.goto('/sinkron');
  await expect(page.locator('.state')).toContainText('1 berkas menunggu Wi-Fi');
  await expect(page.locator('li.up')).toHaveCount(1);
  await expect(page.locator('li.up')).toContainText('Laporan tebal.pdf');
  await expect(page.locator('li.up')).toContainText('Menunggu Wi-Fi');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(page.locator('.actionbar')).toContainText('1 berkas tetap menunggu Wi-Fi');
  await look(page, 'sinkron-tunggu-wifi');
  // A fast one whose person saves data costs as well.
  await become(1, true);
  await page.reload();
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(page.locator('.actionbar')).toContainText('1 berkas tetap menunggu Wi-Fi');

  // In a pocket, where the app looks for news every five minutes only: nothing but the browser's word makes it look now.
  const looked = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync/pull') && reply.ok());
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await looked;
  expect(new Set(uploads).size, 'of the large file nothing was sent').toBe(1);
  await become(200, false);
  await expect(tile('Laporan tebal')).toContainText('Terkirim', { timeout: 45_000 });
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible();
  expect(sha256(await openEvidence(desk, 'Laporan tebal'))).toBe(sha256(thick));
});

test('a browser that believes to be online says that the server can’t be reached, and so does the button', async ({ line, phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  line.cut();
  await openItem(page, AREA);
  // Three changes of one answer are one line.
  await answer(page, 1);
  await answer(page, 0);
  await answer(page, 1);
  await page.goto('/sinkron');
  expect(await page.evaluate(() => navigator.onLine)).toBe(true);
  await expect(page.locator('.state')).toContainText('3 menunggu server terjangkau', { timeout: 20_000 });
  await expect(page.locator('li.up')).toHaveCount(1);
  await expect(page.locator('li.up')).toContainText('3 perubahan');
  const said = page.locator('.actionbar').getByRole('status');
  await expect(said).toBeEmpty();
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(said).toContainText('Server belum terjangkau');
  await look(page, 'sinkron-tak-terjangkau');
  line.mend();
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(said).toContainText('Semua sudah ada di server', { timeout: 45_000 });
  // Signed out nothing is tried: what to do stands above, and the button claims nothing.
  await phone.endSession();
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(page.getByRole('button', { name: 'Masuk lagi' })).toBeVisible({ timeout: 45_000 });
  await expect(said).toBeEmpty();
});

test('everything is compared on demand, and receipts prove what the server took', async ({ line, server, device }, info) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await answer(page, 1);
  await settled(page);
  await page.goto('/sinkron');
  const section = page.getByRole('region', { name: 'Cocok dengan server' });
  line.cut();
  await section.getByRole('button', { name: 'Cocokkan sekarang' }).click();
  await expect(section.getByRole('status')).toContainText(/dicocokkan/i);
  await expect(section.getByRole('status')).not.toContainText('Terakhir');
  // What the browser says of the connection is followed, though the sync line stays as it is.
  await page.context().setOffline(true);
  await expect(section.getByRole('status')).toContainText('Dicocokkan begitu ada sinyal');
  await page.context().setOffline(false);
  await expect(section.getByRole('status')).toContainText('Sedang dicocokkan');
  line.mend();
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(section.getByRole('status')).toContainText('Terakhir dicocokkan', { timeout: 45_000 });
  await expect(section.getByRole('alert')).toHaveText('');

  const saved = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Simpan tanda terima' }).click();
  const file = info.outputPath('tanda-terima.json');
  await (await saved).saveAs(file);
  expect(bukti('verify', '--data', server.data, '--receipt', file)).toContain('The receipt holds: 1 ops');
});

test('what drifted from the server is found by a comparison, said, and fetched anew', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  await quiet(page);
  interface Stored {
    id: string;
    kind: string;
    number: number;
  }
  const segments = await texts(page, name, 'segments');
  const lists = segments.map((text) => JSON.parse(text.slice(9)) as Stored[]);
  // The checksum here is the store's own: else the value would count as damaged, and be fetched without a word.
  expect(segments.map((text) => checked(text.slice(9)))).toEqual(segments);
  const of = lists.findIndex((list) => list.filter((record) => record.kind === 'jawaban').length > 2);
  const answers = lists[of]!.filter((record) => record.kind === 'jawaban');
  const [lost, old] = [answers[0]!, answers[1]!];
  const left = lists[of]!
    .filter((record) => record.id !== lost.id)
    .map((record) => (record.id === old.id ? { ...record, number: record.number - 1 } : record));
  await replaceText(page, name, 'segments', segments[of]!, checked(JSON.stringify(left)));

  await page.goto('/sinkron');
  const section = page.getByRole('region', { name: 'Cocok dengan server' });
  await expect(section.getByRole('alert')).toHaveText('');
  await section.getByRole('button', { name: 'Cocokkan sekarang' }).click();
  const said = section.getByRole('alert');
  await expect(said).toContainText('di perangkat ini berbeda dari server', { timeout: 45_000 });
  await expect(said).toContainText('1 catatan kurang, 1 berbeda, 0 berlebih');
  await look(page, 'sinkron-berbeda');
  await expect(section.getByRole('status')).toContainText('Terakhir dicocokkan', { timeout: 45_000 });
  await settled(page);
  await quiet(page);
  const mended = (await texts(page, name, 'segments')).flatMap((text) => JSON.parse(text.slice(9)) as Stored[]);
  for (const record of [lost, old]) {
    expect(Math.max(...mended.filter((one) => one.id === record.id).map((one) => one.number))).toBe(record.number);
  }
  expect(recordIds(segments).filter((id) => !mended.some((record) => record.id === id))).toEqual([]);

  // It is told until its person has read it, also after a start without a signal; then no more.
  line.cut();
  await page.goto('/sinkron');
  await expect(said).toContainText('berbeda dari server');
  await section.getByRole('button', { name: 'Mengerti' }).click();
  await expect(said).toHaveText('');
  await page.reload();
  await expect(section).toBeVisible();
  await expect(said).toHaveText('');
});
