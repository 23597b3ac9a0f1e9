// What a bad line does to what travels: a lost reply, two people at once, a file cut in its middle.
import * as tus from 'tus-js-client';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { sha256, thickPdf } from '../fixtures/media.ts';
import { answer, capture, historiesOf, openEvidence, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { database, texts } from '../fixtures/simpanan.ts';

const AREA = 'manajemen-perubahan';
const MIB = 1024 * 1024;
/** Where ops were made, as a device keeps it: device by op. */
const ORIGINS = /\{"[0-9a-f-]{36}":"[0-9a-f-]{36}"/;

/** Where an upload's request begins, by its head; nothing for other requests. */
const offsetOf = (head: string): number | null => {
  const offset = /^PATCH \/api\/v1\/blobs\/upload\/[\s\S]*?upload-offset: (\d+)/i.exec(head);
  return offset ? Number(offset[1]) : null;
};

const sendNow = async (page: Page): Promise<void> => {
  await page.goto('/sinkron');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
};

test('a reply lost after the server committed: applied once', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;

  line.cut();
  await answer(page, 1);
  await page.getByLabel('Tulis tanggapan').fill('Buktinya menyusul sore ini.');
  await page.getByRole('button', { name: 'Kirim', exact: true }).click();
  await expect(page.getByText('belum terkirim').first()).toBeVisible();
  // Chromium itself sends a request again whose connection ends before an answer: both must be lost
  // before the app hears of it.
  line.weather.losesReply = (head) => head.startsWith('POST /api/v1/sync/push') && line.repliesLost < 2;
  line.mend();
  await sendNow(page);
  await expect.poll(() => line.repliesLost).toBe(2);
  await settled(page);

  const desk = await device();
  await signIn(desk, 'agus');
  const histories = historiesOf(desk, item);
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked();
  await expect(desk.getByText('Buktinya menyusul sore ini.')).toHaveCount(1);
  // Her one op about the answer's record, in the server's own log.
  await expect.poll(() => histories.length).toBeGreaterThan(0);
  for (const history of histories) expect(history).toHaveLength(1);
});

test('two people answer the same item offline: both answers are kept, either settles it', async ({
  line,
  device,
}) => {
  const [siti, rina] = [await device(), await device()];
  await signIn(siti, 'siti');
  await signIn(rina, 'rina');
  await openItem(siti, AREA);
  const item = new URL(siti.url()).pathname;
  await rina.goto(item);
  await expect(rina.locator('label.choice').first()).toBeVisible();

  line.cut();
  await answer(siti, 0);
  await answer(rina, 1);
  for (const page of [siti, rina]) {
    await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  }
  line.mend();
  for (const page of [siti, rina]) {
    const conflict = page.getByRole('region', { name: 'Dua jawaban berbeda' });
    await expect(conflict.locator('article')).toHaveCount(2, { timeout: 45_000 });
  }
  // Without a signal too it is said who wrote what where: what the history said of it is kept.
  // Also to who never opened it before.
  const conflict = item.replace('/butir/', '/konflik/');
  const head = (page: Page, who: string) =>
    page.locator('article').filter({ has: page.getByText(who, { exact: true }) }).locator('header');
  const agus = await device();
  await signIn(agus, 'agus');
  const known = async (page: Page) => (await texts(page, await database(page), 'meta')).filter((text) => ORIGINS.test(text));
  for (const page of [agus, siti]) {
    // One more than that of the demo's own conflict.
    await expect.poll(async () => (await known(page)).length, { timeout: 45_000 }).toBeGreaterThan(1);
  }
  line.cut();
  await agus.goto(conflict);
  await expect(head(agus, 'Rina Wulandari')).toContainText('· Ponsel Rina');
  await expect(head(agus, 'Siti Nurhayati')).toContainText('· Ponsel Siti');
  await siti.goto(conflict);
  await expect(head(siti, 'Rina Wulandari')).toContainText('· Ponsel Rina');
  await expect(head(siti, 'Anda')).toContainText('· ponsel ini');
  await look(siti, 'konflik-luring');
  line.mend();
  const letter = (page: Page, who: string): Promise<string> =>
    page.locator('article').filter({ has: page.getByText(who, { exact: true }) }).locator('.ltr').innerText();
  const later = await letter(siti, 'Rina Wulandari');
  expect(await letter(rina, 'Anda')).toBe(later);
  expect(await letter(siti, 'Anda')).toBe(await letter(rina, 'Siti Nurhayati'));
  expect(await letter(siti, 'Anda')).not.toBe(later);

  // In the list the later answer shows, marked.
  for (const page of [siti, rina]) {
    await page.goto(`/lke/${AREA}`);
    const row = page.locator(`a.row[href="${item}"]`);
    await expect(row.locator('.ans')).toHaveText(later);
    await expect(row).toContainText('Dua jawaban berbeda');
  }

  await siti.goto(item);
  const takes = siti.getByRole('button', { name: 'Pakai jawaban Rina' });
  await takes.click();
  await expect(siti.getByRole('region', { name: 'Dua jawaban berbeda' })).toHaveCount(0);
  // A slip of the finger: both answers stand again, the one that showed shows.
  await siti.locator('.toast').getByRole('button', { name: 'Urungkan' }).click();
  await expect(siti.getByRole('region', { name: 'Dua jawaban berbeda' }).locator('article')).toHaveCount(2);
  const side = siti.locator('article').filter({ has: siti.locator('.ltr', { hasText: later }) });
  await side.getByRole('button').click();
  await rina.goto(item);
  for (const page of [siti, rina]) {
    await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
    await expect(page.getByText('Dua jawaban berbeda')).toHaveCount(0);
  }
});

test('a file cut in its middle goes on from the last confirmed byte', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const sent: { method: string; offset: number }[] = [];
  const confirmed: number[] = [];
  page.on('request', (request) => {
    if (!request.url().includes('/api/v1/blobs/upload/')) return;
    sent.push({ method: request.method(), offset: Number(request.headers()['upload-offset'] ?? -1) });
  });
  page.on('response', (reply) => {
    if (reply.request().method() !== 'HEAD' || !reply.url().includes('/api/v1/blobs/upload/')) return;
    confirmed.push(Number(reply.headers()['upload-offset']));
  });
  // The second chunk breaks off after 300 kB, twice: Chromium itself may send it again before the app hears.
  let cuts = 0;
  line.weather.breaksRequest = (head) => {
    const offset = offsetOf(head);
    return offset !== null && offset >= MIB && cuts++ < 2 ? 300_000 : null;
  };
  const paper = thickPdf('Laporan tebal', 2.5 * MIB);
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: paper }]);
  const tile = page.locator('a.ev').filter({ hasText: 'Laporan tebal' });
  await expect(tile).toContainText('Terkirim', { timeout: 45_000 });

  expect(cuts, 'the line was cut').toBeGreaterThan(0);
  const resumed = confirmed.at(-1)!;
  expect(resumed, 'the server kept what had arrived').toBeGreaterThanOrEqual(MIB);
  const head = sent.map((request) => request.method).lastIndexOf('HEAD');
  expect(sent[head + 1]).toEqual({ method: 'PATCH', offset: resumed });
  const desk = await device();
  await signIn(desk, 'agus');
  expect(sha256(await openEvidence(desk, 'Laporan tebal'))).toBe(sha256(paper));
});

test('another tus client goes on at the same address', async ({ line, phone, device }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  let address: string | undefined;
  page.on('response', async (reply) => {
    if (!reply.url().endsWith('/api/v1/sync/push')) return;
    address ??= /\/api\/v1\/blobs\/upload\/[\w-]+/.exec(await reply.text())?.[0];
  });
  // The phone gets no further than the first chunk.
  let cuts = 0;
  line.weather.breaksRequest = (head) => {
    const offset = offsetOf(head);
    if (offset === null || offset < MIB) return null;
    cuts += 1;
    return 0;
  };
  const paper = thickPdf('Laporan tebal', 2.5 * MIB);
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: paper }]);
  await expect.poll(() => cuts, { timeout: 45_000 }).toBeGreaterThan(0);
  await phone.close();
  line.weather.breaksRequest = null;

  let begun: number | null = null;
  await new Promise<void>((done, fail) => {
    const upload = new tus.Upload(paper, {
      uploadUrl: `${line.url}${address}`,
      chunkSize: 512 * 1024,
      // The phone's last request may still hold the upload for a moment (423).
      retryDelays: [200, 500, 1000, 2000, 4000],
      onProgress: (bytes) => (begun ??= bytes),
      onSuccess: () => done(),
      onError: fail,
    });
    upload.start();
  });
  expect(begun, 'it went on, it didn’t begin').toBeGreaterThanOrEqual(MIB);

  const desk = await device();
  await signIn(desk, 'agus');
  expect(sha256(await openEvidence(desk, 'Laporan tebal'))).toBe(sha256(paper));
  // The phone learns that nothing is left to be sent.
  const again = await phone.open();
  await again.goto('/');
  await settled(again);
});
