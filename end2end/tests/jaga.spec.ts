// What guards a person's work and says so: where the focus goes when something is wrong, how much room
// files take, a store that the browser emptied.
import { expect, signIn, test } from '../fixtures/index.ts';
import { openItem, settled } from '../fixtures/app.ts';

const AREA = 'manajemen-perubahan';

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
