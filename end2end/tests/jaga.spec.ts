// What guards a person's work and says so: who holds how much, what waits too long, what two people wrote
// differently, what was let go, and where the focus goes when something is wrong.
import fs from 'node:fs';
import { enter, expect, PASSWORD, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem, settled, told } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf } from '../fixtures/media.ts';
import { bukti } from '../fixtures/server.ts';

const AREA = 'manajemen-perubahan';
const DAY_MS = 24 * 60 * 60 * 1000;

test('the head of the team sees which device holds how much, also without a signal as of then', async ({
  line,
  device,
}) => {
  const [siti, agus] = [await device(), await device()];
  await signIn(siti, 'siti');
  await settled(siti);
  await signIn(agus, 'agus');
  await settled(agus);
  await openItem(siti, AREA);
  // Texts pass, the file doesn't: it stays on her device, which says so with its next request.
  line.weather.breaksRequest = (head) => (head.startsWith('PATCH /api/v1/blobs/upload/') ? 0 : null);
  await capture(siti, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  const row = agus.locator('.dev').filter({ hasText: 'Ponsel Siti' }).filter({ hasText: 'hari ini' });
  await expect(async () => {
    await siti.goto('/sinkron');
    await siti.getByRole('button', { name: 'Kirim sekarang' }).click();
    await agus.goto('/sinkron');
    await expect(row).toContainText('1 hal belum terkirim sejak hari ini', { timeout: 4_000 });
  }).toPass({ timeout: 45_000 });
  // Who leads nothing isn't shown others' devices.
  await expect(siti.getByRole('heading', { name: 'Perangkat satker' })).toHaveCount(0);

  line.cut();
  await agus.reload();
  await expect(row).toBeVisible();
  await expect(agus.getByText(/Belum diperbarui: keadaan terakhir/)).toBeVisible();
  line.weather.breaksRequest = null;
  line.mend();
  await settled(siti);
  await expect(async () => {
    await agus.goto('/sinkron');
    await expect(row).toHaveCount(0, { timeout: 4_000 });
  }).toPass({ timeout: 45_000 });
});

test('a device that is no phone isn’t called one', async ({ line, device }) => {
  const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  const desk = await device({ userAgent, viewport: { width: 1440, height: 900 } });
  await signIn(desk, 'siti');
  await settled(desk);
  await openItem(desk, AREA);
  line.cut();
  await answer(desk, 0);
  await expect(desk.locator('.p-butir')).toContainText('di perangkat ini');
  await desk.goto('/sinkron');
  await expect(desk.locator('.state')).toContainText('Tersimpan di perangkat ini');
  await expect(desk.getByText('ponsel')).toHaveCount(0);
});

test('what has waited for days says since when', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  line.cut();
  await answer(page, 0);
  await page.goto('/sinkron');
  await expect(page.getByText('Tersimpan di ponsel ini').filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText(/belum terkirim sejak/)).toHaveCount(0);
  await page.addInitScript((ahead) => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + ahead;
  }, 4 * DAY_MS);
  await page.goto('/sinkron');
  await expect(page.getByText(/^1 hal belum terkirim sejak/)).toBeVisible();
  await page.goto('/');
  await expect(page.locator('.syncline')).toContainText('sejak');
});

test('two notes written offline: listed, merged into one text, settled on both devices', async ({
  line,
  device,
}) => {
  const [siti, rina] = [await device(), await device()];
  await signIn(siti, 'siti');
  await signIn(rina, 'rina');
  await openItem(siti, AREA);
  const item = new URL(siti.url()).pathname;
  await rina.goto(item);
  const notes = { siti: 'Sosialisasi pertama sudah.', rina: 'Tiga subbagian belum ikut.' };
  const write = async (page: typeof siti, text: string): Promise<void> => {
    await page.locator('#catatan').fill(text);
    await page.getByRole('region', { name: 'Catatan', exact: true }).getByRole('button', { name: 'Simpan' }).click();
    await expect(page.locator('.toast')).toContainText('Catatan');
  };
  await expect(rina.locator('.p-butir h1')).toBeVisible();
  line.cut();
  await write(siti, notes.siti);
  await write(rina, notes.rina);
  line.mend();
  const differs = (page: typeof siti) => page.getByRole('region', { name: 'Catatan: dua isian berbeda' });
  for (const page of [siti, rina]) {
    await expect(differs(page).locator('article')).toHaveCount(2, { timeout: 45_000 });
  }

  // Marked in the worksheet, and called what it is: nobody answered.
  await siti.goto(`/lke/${AREA}`);
  await expect(siti.locator(`a.row[href="${item}"]`)).toContainText('Dua isian berbeda');
  await siti.goto('/sinkron');
  const listed = siti.getByRole('region', { name: 'Dua isian berbeda' });
  await listed.locator(`a[href^="/konflik/${item.replace('/butir/', '')}"]`).click();
  // The link leads to what differs, though it stands far down the page.
  const heading = differs(siti).getByRole('heading');
  await expect(heading).toBeFocused();
  await expect.poll(() => heading.evaluate((title) => title.getBoundingClientRect().top)).toBeLessThan(200);
  const both = differs(siti).getByLabel('Gabungan keduanya');
  await expect(both).toHaveValue(new RegExp(notes.siti));
  await expect(both).toHaveValue(new RegExp(notes.rina));
  await look(siti, 'konflik');
  const text = await both.inputValue();
  await differs(siti).getByRole('button', { name: 'Pakai gabungan' }).click();
  for (const page of [siti, rina]) {
    await expect(differs(page)).toHaveCount(0, { timeout: 45_000 });
    await page.goto(item);
    await expect(page.locator('#catatan')).toHaveValue(text);
  }
});

test('a task ticked by one and left open by another offline: listed, settled where the item is', async ({
  line,
  device,
}) => {
  const [agus, siti] = [await device(), await device()];
  await signIn(agus, 'agus');
  await signIn(siti, 'siti');
  await openItem(agus, AREA);
  const item = new URL(agus.url()).pathname;
  await agus.getByRole('button', { name: 'Beri tugas', exact: true }).click();
  await agus.getByLabel('Yang harus dikerjakan').fill('Unggah notula rapat');
  await agus.getByLabel('Untuk').selectOption({ label: 'Siti Nurhayati' });
  await agus.getByRole('button', { name: 'Beri tugas ini' }).click();
  const task = (page: typeof siti) => page.getByRole('checkbox', { name: /Unggah notula rapat/ });
  await siti.goto(item);
  await expect(task(siti)).toBeVisible({ timeout: 45_000 });
  await settled(agus);
  await agus.goto(item);
  await expect(task(agus)).toBeVisible();

  line.cut();
  await task(siti).check();
  await task(agus).check();
  await task(agus).uncheck();
  await expect(agus.locator('.syncline, .p-butir').first()).toBeVisible();
  line.mend();
  const differs = (page: typeof siti) => page.getByRole('region', { name: 'Selesai: dua isian berbeda' });
  for (const page of [siti, agus]) {
    await expect(differs(page).locator('article')).toHaveCount(2, { timeout: 45_000 });
  }
  await siti.goto('/sinkron');
  await siti.getByRole('link', { name: /Unggah notula rapat · Selesai/ }).click();
  await differs(siti).scrollIntoViewIfNeeded();
  await look(siti, 'butir-tugas-berbeda');
  await differs(siti).getByRole('button', { name: 'Pakai isian saya' }).click();
  for (const page of [siti, agus]) {
    await expect(differs(page)).toHaveCount(0, { timeout: 45_000 });
    await expect(task(page)).toBeChecked();
  }
});

test('the focus goes to what is wrong, and back to the row whose sheet was closed', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  const sheet = page.locator('dialog[open]');
  await page.goto('/rencana');
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet.locator('#f-judul')).toBeFocused();
  await expect(sheet.locator('#f-judul')).toBeInViewport();
  await page.keyboard.press('Escape');

  await openItem(page, AREA);
  const waive = page.getByRole('button', { name: 'Tidak berlaku' });
  const count = await waive.count();
  await waive.first().click();
  await expect(sheet.getByLabel('Alasannya')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(waive.first()).toBeFocused();
  await waive.first().click();
  await sheet.getByLabel('Alasannya').fill('Tidak ada kegiatannya tahun ini.');
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(waive).toHaveCount(count - 1);
  // The button is gone with what was done: the row that it stood in has the focus.
  await expect(page.getByRole('button', { name: 'Berlaku lagi' }).first()).toBeFocused();
});

test('an address of the plan that names nothing says so and marks no place', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  const marked = page.locator('.tabbar a[aria-current=page]');
  await page.goto('/rencana');
  await expect(marked).toHaveCount(1);
  await page.goto('/rencana/019a0000-0000-7000-8000-000000000000');
  await expect(page.getByRole('heading', { name: 'Bagian rencana ini tidak ada di sini' }).first()).toBeVisible();
  await expect(marked).toHaveCount(0);
  await expect(page).toHaveTitle(/Bagian rencana ini tidak ada/);
  await page.getByRole('link', { name: /rencana/i }).last().click();
  await expect(marked).toHaveCount(1);
});

test('the limit for files is the person’s own, and past it what to do is said', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await page.goto('/saya');
  const room = page.getByRole('region', { name: 'Ruang di perangkat ini' });
  await expect(room).toContainText('batas Anda 1');
  await room.getByLabel('Batas untuk berkas').selectOption({ label: 'Tanpa batas' });
  await page.reload();
  await expect(room.getByLabel('Batas untuk berkas')).toHaveValue('0');
  await expect(room).not.toContainText('batas Anda');
});

test('what was refused is counted on the icon, repaired where it was typed, let go and taken back', async ({
  server,
  line,
  device,
}) => {
  const page = await device();
  await page.addInitScript(() => {
    const badge = (count: number) => {
      document.documentElement.dataset.badge = String(count);
      return Promise.resolve();
    };
    Object.assign(Navigator.prototype, { setAppBadge: badge, clearAppBadge: () => badge(0) });
  });
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const roles = [
    ['anggota', AREA],
    ['agen_perubahan', AREA],
  ] as const;
  const typed = 'Sosialisasi kedua sudah.';
  const note = page.locator('#catatan');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-badge', /\d/);
  const before = Number(await html.getAttribute('data-badge'));
  line.cut();
  await note.fill(typed);
  await page.getByRole('region', { name: 'Catatan', exact: true }).getByRole('button', { name: 'Simpan' }).click();
  await expect(page.locator('.toast')).toContainText('Catatan');
  for (const [role, area] of roles) {
    bukti('role', 'withdraw', '--data', server.data, 'siti', role, '--area', area);
  }
  line.mend();
  await page.goto('/sinkron');
  const refused = page.getByRole('heading', { name: /Ditolak server: Catatan/ });
  await expect(refused).toHaveCount(1, { timeout: 45_000 });
  await expect(html).toHaveAttribute('data-badge', String(before + 1));

  // She may again: what she had typed is in its field.
  for (const [role, area] of roles) {
    bukti('role', 'grant', '--data', server.data, 'siti', role, '--area', area);
  }
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await page.getByRole('button', { name: 'Perbaiki' }).click();
  await expect(note).toHaveValue(typed, { timeout: 45_000 });
  await expect(note).toBeEnabled({ timeout: 45_000 });

  await page.goto('/sinkron');
  await page.getByRole('button', { name: 'Lepaskan' }).click();
  await expect(refused).toHaveCount(0);
  await page.getByRole('button', { name: 'Urungkan' }).click();
  await expect(refused).toHaveCount(1);
  await page.getByRole('button', { name: 'Lepaskan' }).click();
  await expect(refused).toHaveCount(0);
  await expect(html).toHaveAttribute('data-badge', String(before));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible();
  await expect(refused).toHaveCount(0);

  // A change of mind, long after the toast went: she may by now, so it is taken.
  const gone = page.getByRole('region', { name: 'Dihentikan atau dilepaskan' });
  await gone.locator('summary').click();
  await look(page, 'sinkron-dilepaskan');
  await told(page, 'Dikirim ulang', () => gone.getByRole('button', { name: /^Kirim juga: Catatan/ }).click());
  await expect(gone).toHaveCount(0);
  await settled(page);
  const agus = await device();
  await signIn(agus, 'agus');
  await agus.goto(item);
  await expect(agus.locator('#catatan')).toHaveValue(typed, { timeout: 45_000 });
});

test('what was refused is taken along as a file, and sent again once its person may', async ({ server, line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  const typed = 'Daftar hadir menyusul.';
  line.cut();
  await page.locator('#catatan').fill(typed);
  await page.getByRole('region', { name: 'Catatan', exact: true }).getByRole('button', { name: 'Simpan' }).click();
  await expect(page.locator('.toast')).toContainText('Catatan');
  const roles = ['anggota', 'agen_perubahan'] as const;
  for (const role of roles) bukti('role', 'withdraw', '--data', server.data, 'siti', role, '--area', AREA);
  line.mend();
  await page.goto('/sinkron');
  const refused = page.getByRole('heading', { name: /Ditolak server: Catatan/ });
  await expect(refused).toHaveCount(1, { timeout: 45_000 });

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Ekspor' }).click();
  expect(fs.readFileSync(await (await saved).path(), 'utf8')).toContain(typed);
  // As long as she may not, it comes back.
  await page.getByRole('button', { name: 'Kirim ulang' }).click();
  await expect(page.locator('.toast')).toContainText('Dikirim ulang');
  await expect(refused).toHaveCount(1, { timeout: 45_000 });
  for (const role of roles) bukti('role', 'grant', '--data', server.data, 'siti', role, '--area', AREA);
  await page.getByRole('button', { name: 'Kirim ulang' }).click();
  await expect(page.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible({ timeout: 45_000 });
  await expect(refused).toHaveCount(0);
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.locator('#catatan')).toHaveValue(typed);
});

test('a store that the browser emptied is recognised and said', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await page.goto('about:blank');
  const devtools = await page.context().newCDPSession(page);
  // All but the cookies, as an eviction does.
  await devtools.send('Storage.clearDataForOrigin', {
    origin: new URL(line.url).origin,
    storageTypes: 'indexeddb,local_storage',
  });
  await signIn(page, 'siti');
  await page.goto('/sinkron');
  const said = page.getByRole('heading', { name: /Peramban mengosongkan simpanan Bukti/ });
  await expect(said).toBeVisible();
  await expect(page.getByText(/semua sudah terkirim/)).toBeVisible();
  await page.getByRole('button', { name: 'Mengerti' }).click();
  await expect(said).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sinkronisasi' })).toBeVisible();
  await expect(said).toHaveCount(0);
});

test('an emptied store is said although the sign-in that came upon it got stuck half-way', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await page.goto('about:blank');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', {
    origin: new URL(line.url).origin,
    storageTypes: 'indexeddb,local_storage',
  });
  // The password is right, the new key doesn't get through; with the next try there is one already.
  line.weather.breaksRequest = (head) => (head.startsWith('POST /api/v1/device ') ? 0 : null);
  await page.goto('/masuk');
  await enter(page, 'siti');
  await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible({ timeout: 45_000 });
  line.weather.breaksRequest = null;
  await page.reload();
  await signIn(page, 'siti');
  await page.goto('/sinkron');
  await expect(page.getByRole('heading', { name: /Peramban mengosongkan simpanan Bukti/ })).toBeVisible();
});

test('what memory has is kept anew when the browser empties the store under an open tab', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  line.cut();
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Hilang.pdf', mimeType: 'application/pdf', buffer: pdf('Hilang') }]);
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', {
    origin: new URL(line.url).origin,
    storageTypes: 'indexeddb,local_storage',
  });
  // Nobody touches anything: it is noticed, and what was stated here is stored again.
  await page.locator('.p-butir a[href="/sinkron"]').first().click();
  await expect(page.getByRole('heading', { name: /Peramban mengosongkan simpanan Bukti/ })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText(/Saat itu Bukti terbuka: [1-9] perubahan yang belum terkirim sudah disimpan ulang. Isi 1 berkas hilang/)).toBeVisible();
  await look(page, 'simpanan-kosong-terbuka');

  // A fresh page finds who is here, what waits, and which file is lost; the server gets what was stated.
  await page.reload();
  await expect(page.getByText('Berkas tidak bisa dikirim: Hilang.pdf')).toBeVisible({ timeout: 45_000 });
  line.mend();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByRole('button', { name: 'Mengerti' }).click();
  const desk = await device();
  await signIn(desk, 'agus');
  await desk.goto(item);
  await expect(desk.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  // What was pulled is read again.
  await page.goto(item);
  await expect(page.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
});

test('a browser that empties the store under a person who stays signed in is caught at once', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = new URL(page.url()).pathname;
  // The server hears of one file that waits here; of the answer it hears nothing.
  line.weather.breaksRequest = (head) => (head.startsWith('PATCH /api/v1/blobs/upload/') ? 0 : null);
  await capture(page, 'Berkas', [{ name: 'Hilang.pdf', mimeType: 'application/pdf', buffer: pdf('Hilang') }]);
  const asked = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync/pull') && reply.ok());
  await page.goto('/sinkron');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await asked;
  line.cut();
  await page.goto(item);
  await answer(page, 1);
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  await page.goto('about:blank');
  // What Chromium does for want of room: the databases and caches go, localStorage and cookies stay.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', {
    origin: new URL(line.url).origin,
    storageTypes: 'indexeddb',
  });
  line.weather.breaksRequest = null;

  // Offline it can't tell what was lost, but never says that all is sent.
  await page.goto('/');
  const row = page.locator('.syncline');
  await expect(row).toContainText('Peramban mengosongkan simpanan', { timeout: 45_000 });
  await expect(row).not.toContainText('Semua terkirim');
  await expect(page.locator('#isi')).toContainText('Masuk lagi untuk melihat data satker');
  await expect(page.locator('#isi')).not.toContainText('tetap tersimpan');
  line.mend();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.goto('/sinkron');
  await expect(page.getByRole('heading', { name: /Peramban mengosongkan simpanan Bukti/ })).toBeVisible();
  await expect(page.getByText('ada 1 hal yang belum terkirim')).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText('perangkat Anda yang lain')).toHaveCount(0);
  await expect(page.getByText('sudah ada di server')).toHaveCount(0);
  await look(page, 'simpanan-kosong');
  await page.getByRole('button', { name: 'Mengerti' }).click();
  const said = page.getByRole('heading', { name: /Peramban mengosongkan simpanan Bukti/ });
  await expect(said).toHaveCount(0);
  // Read once, it isn't said again, though nobody has signed in anew.
  await page.goto('/');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 45_000 });
  await page.goto('/sinkron');
  await expect(page.getByRole('button', { name: 'Kirim sekarang' })).toBeVisible();
  await expect(said).toHaveCount(0);
  // Nor once she has: the device itself told by now that nothing waits, and that isn't what was lost.
  await page.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk lagi' }).click();
  await expect(page.getByRole('status').first()).toContainText('Semua terkirim', { timeout: 45_000 });
  await expect(page.getByRole('heading', { name: 'Isi 1 bukti Anda belum sampai di server' })).toBeVisible();
  await expect(said).toHaveCount(0);
  await expect(page.getByText('sudah ada di server')).toHaveCount(0);
  await look(page, 'simpanan-kosong-nanti');
});

test('a long queue lists its first texts, and the rest when asked', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  line.cut();
  // One after the other: of taps that are faster than the disk, the last one counts.
  const waiting = page.locator('.p-butir a.ib[href="/sinkron"] .count');
  for (let nth = 0; nth < 52; nth += 1) {
    await answer(page, nth % 2);
    await expect(waiting).toHaveText(`${nth + 1}`);
  }
  await expect(page.locator('.p-butir')).toContainText('di ponsel ini');
  await page.goto('/sinkron');
  const rest = page.getByRole('button', { name: 'Tampilkan 2 tulisan lagi' });
  await expect(rest).toBeVisible();
  // All say the same of one answer: they are one line.
  const listed = page.locator('.p-sinkron li.up');
  await expect(listed).toHaveCount(1);
  await expect(listed).toContainText('50 perubahan');
  await look(page, 'antre-panjang');
  await rest.click();
  await expect(rest).toHaveCount(0);
  await expect(listed).toContainText('52 perubahan');
  line.mend();
});

test('the office that was chosen stays chosen', async ({ device }) => {
  const page = await device();
  await signIn(page, 'hendra');
  const office = page.locator('#satker');
  const offered = await office.locator('option').allTextContents();
  expect(offered.length).toBeGreaterThan(1);
  const other = await office.evaluate((select: HTMLSelectElement) => {
    const rest = [...select.options].filter((option) => option.value !== select.value);
    return rest[0]!.value;
  });
  await office.selectOption(other);
  await page.reload();
  await expect(office).toHaveValue(other);
});
