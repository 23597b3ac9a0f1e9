// Every page of the app, as each sort of person meets it: nothing for axe to find, and a picture of each.
import { enter, expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';
import { pdf } from '../fixtures/media.ts';
import { bukti, firstPassword } from '../fixtures/server.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(180_000);

test('the pages of an officer', async ({ device }) => {
  const page = await device();
  await visit(page, '/masuk');
  await look(page, 'masuk');
  await signIn(page, 'siti');
  const addresses = {
    beranda: '/',
    rencana: '/rencana',
    lke: '/lke/manajemen-perubahan',
    coba: '/coba',
    pustaka: '/bukti',
    kabar: '/kabar',
    sinkron: '/sinkron',
    saya: '/saya',
    'tak-ada': '/rencana/tidak/ada',
  };
  for (const [name, address] of Object.entries(addresses)) {
    await visit(page, address);
    await look(page, name);
  }
});

test('what lies below the main pages', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  // Items as the demo tells them: verified, sent back and changed since, answered twice.
  await visit(page, '/lke/manajemen-perubahan');
  const rows = page.locator('a.row[href^="/butir/"]');
  const items = {
    'butir-terverifikasi': rows.filter({ has: page.getByRole('img', { name: 'Terverifikasi' }) }),
    'butir-usang': rows.filter({ has: page.getByRole('img', { name: 'Putusan usang' }) }),
    'butir-dua': rows.filter({ hasText: 'Dua jawaban berbeda' }),
  };
  for (const [name, row] of Object.entries(items)) {
    await visit(page, '/lke/manajemen-perubahan');
    await row.first().click();
    await expect(page.locator('.p-butir h1')).toBeVisible();
    await look(page, name);
  }
  await visit(page, '/bukti');
  await page.locator('a[href^="/bukti/"]').first().click();
  await expect(page.getByRole('region', { name: 'Berkas' })).toBeVisible();
  await look(page, 'bukti');
  await visit(page, '/rencana');
  await page.locator('a.ri').first().click();
  await expect(page.locator('#isi h1')).toBeVisible();
  await look(page, 'unsur');
});

test('sheets and forms, with what is amiss in them', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  const sheet = page.locator('dialog[open]');
  await visit(page, '/rencana');
  await page.getByRole('button', { name: 'Kegiatan baru' }).first().click();
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet.getByText('Isian ini perlu diisi.').first()).toBeVisible();
  await look(page, 'lembar-kegiatan');

  await openItem(page, 'manajemen-perubahan');
  await page.locator('.capture').getByRole('button', { name: 'Tautan' }).click();
  await sheet.getByLabel('Alamat').fill('bukan alamat');
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(sheet.getByText('Ini bukan alamat web.')).toBeVisible();
  await look(page, 'lembar-tautan');
  await sheet.getByLabel('Alamat').fill('https://contoh.go.id/laporan');
  await sheet.getByRole('button', { name: 'Simpan', exact: true }).click();
  const tile = page.locator('a.ev').filter({ hasText: 'contoh.go.id' });
  await expect(tile).toBeVisible();
  await page.getByRole('button', { name: 'Tidak berlaku' }).first().click();
  await expect(sheet.getByLabel('Alasannya')).toBeVisible();
  await look(page, 'lembar-alasan');
  await page.keyboard.press('Escape');

  await tile.click();
  await page.getByRole('button', { name: 'Isi keterangan' }).first().click();
  await expect(sheet.getByLabel('Judul')).toBeVisible();
  await look(page, 'lembar-keterangan');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Pilih butir dan keluaran' }).click();
  await expect(sheet.getByLabel('Cari butir atau keluaran')).toBeVisible();
  await look(page, 'lembar-guna');

  await visit(page, '/saya');
  await page.getByRole('button', { name: /kata sandi/i }).click();
  await sheet.getByLabel('Kata sandi sekarang').fill('apa saja');
  await sheet.getByLabel('Kata sandi baru', { exact: true }).fill('pendek');
  await sheet.getByRole('button', { name: 'Simpan kata sandi' }).click();
  await expect(sheet.getByText('kurang dari 10 huruf')).toBeVisible();
  await look(page, 'lembar-sandi');
});

test('without a signal, in the midst of sending, and refused', async ({ server, line, phone }) => {
  const page = await phone.open({ still: true });
  await visit(page, '/masuk');
  await enter(page, 'siti', 'bukan-sandinya');
  await expect(page.locator('form [role=alert]')).not.toBeEmpty();
  await look(page, 'masuk-salah');
  await signIn(page, 'siti');
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await openItem(page, 'manajemen-perubahan');
  const item = page.url();

  line.cut();
  await answer(page, 1);
  const thick = Buffer.concat([pdf('Laporan'), Buffer.alloc(2_500_000)]);
  await capture(page, 'Berkas', [{ name: 'Laporan.pdf', mimeType: 'application/pdf', buffer: thick }]);
  await look(page, 'butir-luring');
  await visit(page, '/');
  await look(page, 'beranda-luring');
  await visit(page, '/sinkron');
  await look(page, 'sinkron-luring');

  // A bad file, and one that is on its way: it stops behind its first chunk.
  line.weather.breaksRequest = (head) => (/^PATCH [\s\S]*upload-offset: [1-9]/i.test(head) ? 0 : null);
  line.mend();
  await visit(page, item);
  const html = Buffer.from('<!doctype html>');
  const input = page.locator('.capture label').filter({ hasText: 'Berkas' }).locator('input[type=file]');
  await input.setInputFiles({ name: 'foto.jpg', mimeType: 'image/jpeg', buffer: html });
  await expect(page.getByText('Isi berkas tidak sesuai dengan namanya.')).toBeVisible();
  await expect(page.locator('a.ev .prog')).toBeVisible({ timeout: 45_000 });
  await look(page, 'butir-mengirim');
  await visit(page, '/sinkron');
  await look(page, 'sinkron-mengirim');

  // While she is away her role is taken back: what she writes then is refused, and stays hers.
  line.cut();
  await visit(page, item);
  await answer(page, 0);
  for (const [role, area] of [
    ['anggota', 'manajemen-perubahan'],
    ['anggota', 'tata-laksana'],
    ['agen_perubahan', 'manajemen-perubahan'],
  ] as const) {
    bukti('role', 'withdraw', '--data', server.data, 'siti', role, '--area', area);
  }
  line.weather.breaksRequest = null;
  line.mend();
  await visit(page, '/sinkron');
  await expect(page.getByRole('heading', { name: /Ditolak server/ }).first()).toBeVisible({ timeout: 45_000 });
  await look(page, 'sinkron-ditolak');
  // The item is named although its record went with the role.
  await expect(page.getByRole('heading', { name: 'tanpa nama' })).toHaveCount(0);
  const refused = page.getByRole('heading', { name: /Ditolak server/ });
  const before = await refused.count();
  await page.getByRole('button', { name: 'Lepaskan' }).first().click();
  await expect(refused).toHaveCount(before - 1);
  await page.getByRole('button', { name: 'Urungkan' }).click();
  await expect(refused).toHaveCount(before);

  // The session ends; then the program stops; then a page that needs the server is asked for.
  await phone.endSession();
  await visit(page, '/sinkron');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(page.getByRole('button', { name: 'Masuk lagi' })).toBeVisible({ timeout: 45_000 });
  await look(page, 'sinkron-masuk-lagi');
  line.cut();
  await page.goto('/darurat.html');
  await expect(page.getByRole('heading', { name: 'Data di perangkat ini' })).toBeVisible();
  await look(page, 'darurat');
  await page.goto('/admin');
  await expect(page.getByRole('heading', { name: 'Halaman ini perlu sinyal' })).toBeVisible();
  await look(page, 'luring');
});

test('an office at its beginning, and who only looks on', async ({ server, device }) => {
  const first = firstPassword(
    bukti('person', 'add', '--data', server.data, '--office', 'Situbondo', '--login', 'wulan', '--name', 'Wulan Sari'),
  );
  bukti('role', 'grant', '--data', server.data, 'wulan', 'ketua');
  const page = await device();
  await visit(page, '/masuk');
  await enter(page, 'wulan', first);
  await expect(page.getByRole('heading', { name: 'Ganti kata sandi pertama' })).toBeVisible();
  await look(page, 'sandi-pertama');
  await page.getByLabel('Kata sandi sekarang').fill(first);
  await page.getByLabel('Kata sandi baru', { exact: true }).fill('padi menguning 7');
  await page.getByLabel('Kata sandi baru, sekali lagi').fill('padi menguning 7');
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click();
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible({ timeout: 30_000 });
  for (const [name, address] of Object.entries({ beranda: '/', rencana: '/rencana', pustaka: '/bukti', kabar: '/kabar' })) {
    await visit(page, address);
    await look(page, `${name}-kosong`);
  }
});

test('the roll-up, and a parent’s own pages', async ({ device }) => {
  const page = await device();
  await visit(page, '/masuk');
  await enter(page, 'yuliana');
  await expect(page.locator('#isi .empty, #isi svg.bar').first()).toBeVisible({ timeout: 30_000 });
  await look(page, 'beranda-induk');
  await page.goto('/admin');
  await expect(page.getByText('KPU Kabupaten Trenggalek').first()).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await look(page, 'admin');
  // Each page of the desk has its own title, in the server's markup and in the browser.
  await expect(page).toHaveTitle('Satker di bawah saya · Bukti');
  const markup = await page.request.get('/admin/instrumen');
  expect(await markup.text()).toContain('<title>Instrumen · Bukti</title>');
  const observer = await device();
  await visit(observer, '/masuk');
  await enter(observer, 'ratna');
  await expect(observer.getByText('Peran Anda membuka rekap')).toBeVisible({ timeout: 30_000 });
  await look(observer, 'beranda-pemantau');
  // The other pages say the same rather than wait for work that never comes.
  for (const address of ['/bukti', '/kabar', '/rencana', '/lke']) {
    await visit(observer, address);
    await expect(observer.locator('#isi').getByText('Peran Anda membuka rekap')).toBeVisible();
  }
});
