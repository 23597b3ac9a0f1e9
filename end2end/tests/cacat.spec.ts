// A bad byte in what a device stores: it is recognised, it is said or mended, and nothing else is lost.
import fs from 'node:fs';
import { PASSWORD, expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openEvidence, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf, sha256, thickPdf } from '../fixtures/media.ts';
import { database, keys, put, quiet, recordIds, spoil, texts } from '../fixtures/simpanan.ts';

const AREA = 'manajemen-perubahan';

test('in a pulled segment: its stream is pulled again, what waits is sent', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await expect(page.locator('.toast').filter({ hasText: 'Jawaban menjadi' })).toBeVisible();
  await quiet(page);
  const before = recordIds(await texts(page, name, 'segments'));
  const spoiled = await spoil(page, name, 'segments');

  // Without a signal nothing is counted of what isn't whole, and it is said why.
  await page.goto('/sinkron');
  const said = page.getByText(/^Sebagian data .+ di perangkat ini tidak terbaca$/);
  await expect(said).toBeVisible();
  await page.goto(item);
  await expect(said).toBeVisible();
  line.mend();
  await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await settled(page);
  await page.goto('/sinkron');
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible();
  await expect(said).toHaveCount(0);
  await quiet(page);
  const segments = await texts(page, name, 'segments');
  expect(segments, 'the spoiled value is gone').not.toContain(spoiled.value);
  const after = new Set(recordIds(segments));
  expect(before.filter((id) => !after.has(id)), 'every record is there again').toEqual([]);

  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked();
});

test('a large value that the disk has lost: all beside it is there, is exported and is sent', async ({ line, phone, device }) => {
  let page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Tebal.pdf', mimeType: 'application/pdf', buffer: thickPdf('Tebal', 300_000) }]);
  await capture(page, 'Berkas', [{ name: 'Tipis.pdf', mimeType: 'application/pdf', buffer: pdf('Tipis') }]);
  const name = await database(page);
  await phone.close();
  expect(phone.loseLargeValues(), 'something that was pulled, and the thick file').toBeGreaterThan(1);

  // The recovery page reads what is left, also of the stores of which something is gone.
  page = await phone.open();
  await page.goto('/darurat.html');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Unduh' }).first().click();
  const lines = fs.readFileSync(await (await saved).path(), 'utf8').trim().split('\n').map((text) => JSON.parse(text));
  const of = (store: string) => lines.filter((entry) => entry.db === name && entry.store === store);
  expect(of('outbox').length, 'answer and evidence').toBeGreaterThan(2);
  expect(of('files')).toHaveLength(2);
  expect(of('chunks'), 'the thin file').toHaveLength(1);
  expect(lines.at(-1).problems.filter((problem: string) => problem.startsWith(`${name}/chunks/`))).toHaveLength(1);

  // The app opens with what is left, and says what isn't.
  await page.goto('/sinkron');
  await expect(page.getByText('Jawaban A.').first()).toBeVisible({ timeout: 45_000 });
  await page.goto(item);
  line.mend();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await page.goto('/sinkron');
  await expect(page.getByText('Berkas tidak bisa dikirim: Tebal.pdf')).toBeVisible({ timeout: 45_000 });
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(desk.locator('a.ev').filter({ hasText: 'Tipis' })).toContainText('Terkirim', { timeout: 45_000 });
  // A request that fails aborts the others of its transaction, and the library's listeners trip over that: nothing
  // comes of it.
  expect(phone.errors.filter((error) => !error.includes('FnOnce called more than once'))).toEqual([]);
  phone.errors.length = 0;
  // What was pulled is whole again for the next start.
  await page.goto(item);
  await expect(page.getByText(/di perangkat ini tidak terbaca$/)).toHaveCount(0);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
});

test('under a key that names no stream: no unsent work is said to be damaged, and all is pulled again', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  line.cut();
  await quiet(page);
  const before = recordIds(await texts(page, name, 'segments'));
  for (const store of ['segments', 'cursors']) await put(page, name, store, 'rusak', 42);

  await page.goto('/sinkron');
  const said = page.getByText(/^Sebagian data .+ di perangkat ini tidak terbaca$/);
  await expect(said.first()).toBeVisible();
  await expect(page.getByText('Sebagian simpanan tidak terbaca')).toHaveCount(0);
  await expect(page.locator('.state')).not.toContainText('Perlu');
  line.mend();
  await expect(said).toHaveCount(0, { timeout: 45_000 });
  await settled(page);
  // In a quiet moment it goes, and no later start pulls anything for it.
  const strays = async () => (await Promise.all(['segments', 'cursors'].map((store) => keys(page, name, store)))).flat();
  await expect.poll(async () => (await strays()).includes('rusak'), { timeout: 60_000 }).toBe(false);
  line.cut();
  await page.goto('/sinkron');
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible();
  await expect(said).toHaveCount(0);
  await quiet(page);
  const after = new Set(recordIds(await texts(page, name, 'segments')));
  expect(before.filter((id) => !after.has(id)), 'every record is there again').toEqual([]);
});

test('in the key that signs: it is said, a sign-in makes another, and what waits is sent', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await expect(page.locator('.toast').filter({ hasText: 'Jawaban menjadi' })).toBeVisible();
  await quiet(page);
  const [key] = await keys(page, name, 'keys');
  await put(page, name, 'keys', key!, 42);
  line.mend();

  await page.goto('/');
  await expect(page.locator('.syncline')).toContainText('Perlu Anda: kunci kirim tidak terbaca · 1 menunggu');
  await page.goto('/sinkron');
  await expect(page.getByRole('heading', { name: 'Kunci kirim di perangkat ini tidak terbaca' })).toBeVisible();
  await expect(page.getByText('Perangkat ini membuat kunci baru')).toBeVisible();
  await expect(page.getByText('mengosongkan')).toHaveCount(0);
  await look(page, 'sinkron-kunci');
  // Asking to send doesn't hide why nothing is sent.
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(page.getByRole('heading', { name: 'Kunci kirim di perangkat ini tidak terbaca' })).toBeVisible();
  await page.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk lagi' }).click();
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible({ timeout: 45_000 });

  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked();
  // And the next start has the new one.
  await page.goto(item);
  await answer(page, 0);
  await settled(page);
});

test('in an outbox entry: it is said, it can be taken along, the others are sent', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await expect(page.locator('.toast').filter({ hasText: 'Jawaban menjadi' })).toBeVisible();
  // The longest entry is the one of this text.
  await page.locator('#catatan').fill('Rapat monev triwulan III dihadiri semua subbagian. '.repeat(8));
  const note = page.getByRole('region', { name: 'Catatan', exact: true });
  await note.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.locator('.toast').filter({ hasText: 'Catatan' })).toBeVisible();
  await quiet(page);
  const waited = (await texts(page, name, 'outbox')).length;
  const spoiled = await spoil(page, name, 'outbox');

  await page.goto('/sinkron');
  const said = page.getByRole('heading', { name: 'Sebagian simpanan tidak terbaca' });
  await expect(said).toBeVisible();
  line.mend();
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });

  // Sending the others didn't take it away, and it can be taken along as it lies there.
  await page.goto('/sinkron');
  await expect(said).toBeVisible();
  await page.locator('.banner').filter({ has: said }).getByRole('link', { name: 'Ekspor' }).click();
  await expect(page).toHaveURL(/\/darurat\.html$/);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Unduh data tersimpan' }).click();
  const lines = fs.readFileSync(await (await saved).path(), 'utf8').trimEnd().split('\n');
  const entries = lines.map((text) => JSON.parse(text) as Record<string, unknown>);
  expect(entries.filter((entry) => entry.store === 'outbox' && entry.value === spoiled.value)).toHaveLength(1);
  expect(waited).toBeGreaterThanOrEqual(2);

  // Let go, it asks for nobody any more; what is left of it still lies there to be taken along.
  await page.goto('/sinkron');
  const banner = page.locator('.banner').filter({ has: said });
  await banner.getByRole('button', { name: 'Lepaskan' }).click();
  await expect(said).toHaveCount(0);
  await page.locator('.toast').getByRole('button', { name: 'Urungkan' }).click();
  await expect(said).toBeVisible();
  await banner.getByRole('button', { name: 'Lepaskan' }).click();
  await expect(said).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible();
  await expect(said).toHaveCount(0);
  await quiet(page);
  expect(await texts(page, name, 'outbox')).toContain(spoiled.value);
});

test('in a chunk of a file: the file says what to do, the other file and the texts are sent', async ({
  line,
  device,
}) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  const name = await database(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  const small = pdf('Daftar hadir');
  // The larger one is spoiled.
  const large = Buffer.concat([pdf('Laporan tebal'), Buffer.alloc(200_000, 'Laporan monev. ')]);
  await capture(page, 'Berkas', [{ name: 'Daftar hadir.pdf', mimeType: 'application/pdf', buffer: small }]);
  await expect(page.locator('.toast')).toHaveCount(0, { timeout: 30_000 });
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: large }]);
  await quiet(page);
  await spoil(page, name, 'chunks');

  line.mend();
  await page.goto('/sinkron');
  const refused = page.getByRole('heading', { name: 'Berkas tidak bisa dikirim: Laporan tebal.pdf' });
  await expect(refused).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText('Ambil atau pilih berkasnya sekali lagi.')).toBeVisible();

  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.locator('a.ev').filter({ hasText: 'Daftar hadir' })).toContainText('Terkirim', { timeout: 45_000 });
  expect(sha256(await openEvidence(desk, 'Daftar hadir'))).toBe(sha256(small));

  // The paper is still in the hand: captured once more, its bytes reach the server.
  await page.goto(item);
  await capture(page, 'Berkas', [{ name: 'Laporan tebal.pdf', mimeType: 'application/pdf', buffer: large }]);
  await expect(page.locator('a.ev').filter({ hasText: 'Laporan tebal' }).last()).toContainText('Terkirim', { timeout: 45_000 });
  expect(sha256(await openEvidence(desk, 'Laporan tebal'))).toBe(sha256(large));
});
