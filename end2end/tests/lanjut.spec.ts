// A large file outlives the tab that sends it: another tab of the phone goes on where the server says that it is.
import type { Page, Request } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { capture, openEvidence, openItem, settled } from '../fixtures/app.ts';
import { sha256, thickPdf } from '../fixtures/media.ts';

const AREA = 'manajemen-perubahan';
const MIB = 1024 * 1024;
/** What a request's head and a few small requests take on the line, at most. */
const HEADS = 200_000;
/** So much of a piece gets through before the line carries nothing more of it: far more than all heads. */
const HALF = 600_000;

interface Sent {
  method: string;
  /** Where a PATCH begins, and what the answer to a HEAD says. */
  offset: number;
  /** Whether the server took it. */
  taken: boolean;
}

/** What a tab asks about uploads, in its order; of a HEAD once it is answered. */
function uploads(page: Page): Sent[] {
  const sent: Sent[] = [];
  const pieces = new Map<Request, Sent>();
  const isUpload = (url: string): boolean => url.includes('/api/v1/blobs/upload/');
  page.on('request', (request) => {
    if (!isUpload(request.url()) || request.method() !== 'PATCH') return;
    const piece = { method: 'PATCH', offset: Number(request.headers()['upload-offset']), taken: false };
    pieces.set(request, piece);
    sent.push(piece);
  });
  page.on('response', (reply) => {
    if (!isUpload(reply.url())) return;
    const piece = pieces.get(reply.request());
    if (piece) piece.taken = reply.ok();
    else sent.push({ method: 'HEAD', offset: Number(reply.headers()['upload-offset']), taken: reply.ok() });
  });
  return sent;
}

test('a file whose tab is closed or crashes in its middle goes on in another tab from the last byte that arrived', async ({
  line,
  phone,
  device,
}) => {
  test.setTimeout(150_000);
  const first = await phone.open();
  await signIn(first, 'siti');
  await settled(first);
  await openItem(first, AREA);
  const tabs: [Page, Page] = [await phone.tab(), await phone.tab()];
  const [second, third] = tabs;
  const row = (page: Page) => page.locator('li.up').filter({ hasText: 'Laporan tebal.pdf' });
  for (const tab of tabs) {
    await tab.goto('/sinkron');
    await expect(tab.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible();
  }
  const [ofFirst, ofSecond, ofThird] = [uploads(first), uploads(second), uploads(third)];

  // The line goes still in the middle of a piece, once for each tab that is to go: no moment has to be met.
  let from = MIB;
  line.weather.holdsRequest = (head) => {
    const offset = /^PATCH \/api\/v1\/blobs\/upload\/[\s\S]*?upload-offset: (\d+)/i.exec(head);
    return offset && Number(offset[1]) >= from ? HALF : null;
  };
  const paper = thickPdf('Laporan tebal', 3.5 * MIB);
  const before = line.passed.up;
  await capture(first, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: paper }]);
  await expect.poll(() => line.requestsHeld, { timeout: 45_000 }).toBe(1);
  // All tabs see how far it is; one sends.
  for (const tab of tabs) await expect(row(tab)).toContainText(/1 MB \/ 3,7 MB/);
  expect([...ofSecond, ...ofThird], 'only the leader sends').toEqual([]);

  from = 2 * MIB;
  await first.close();
  await expect.poll(() => line.requestsHeld, { timeout: 45_000 }).toBe(2);
  const [goesOn, waits] = ofSecond.length > 0 ? [second, third] : [third, second];
  const [afterClose, afterCrash] = goesOn === second ? [ofSecond, ofThird] : [ofThird, ofSecond];
  expect(afterCrash, 'only one of them went on').toEqual([]);

  from = Infinity;
  const crashed = goesOn.waitForEvent('crash');
  // It never arrives there.
  goesOn.goto('chrome://crash').catch(() => undefined);
  await crashed;
  await expect(waits.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible({ timeout: 60_000 });

  // Each asked first how far it is, and sent what came after: also the part of a piece that had arrived.
  let arrived = MIB + HALF - HEADS;
  let refused = 0;
  for (const sent of [afterClose, afterCrash]) {
    expect(sent[0]!.method).toBe('HEAD');
    // Who asks before the server knows that the other one is gone is told less, refused then, and asks again.
    const first = sent.findIndex(({ method, taken }) => method === 'PATCH' && taken);
    refused += sent.slice(0, first).filter(({ method }) => method === 'PATCH').length;
    expect(sent[first]!.offset).toBeGreaterThan(arrived);
    expect(sent[first - 1]).toEqual({ method: 'HEAD', offset: sent[first]!.offset, taken: true });
    arrived += MIB;
  }
  expect(ofFirst[0]).toMatchObject({ method: 'HEAD', offset: 0 });
  // But for that the line carried every byte of it once.
  expect(line.passed.up - before).toBeLessThan(paper.length + HEADS + refused * MIB);
  const desk = await device();
  await signIn(desk, 'agus');
  expect(sha256(await openEvidence(desk, 'Laporan tebal'))).toBe(sha256(paper));
});
