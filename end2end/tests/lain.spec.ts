// One person, two devices: what waits on the first, or was refused there, isn't said to be on the second, nor on the
// server; the second says where it lies, and what can be done here.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { pdf } from '../fixtures/media.ts';
import { capture, openItem, settled, told } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';

const AREA = 'manajemen-perubahan';
const paper = (name: string) => ({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: pdf(name) });

test('a file that waits on another device is said to wait there', async ({ line, device }) => {
  const [phone, desk] = [await device(), await device()];
  await signIn(phone, 'siti');
  await signIn(desk, 'siti');
  await settled(desk);
  // The fact arrives, its bytes don't.
  line.weather.breaksRequest = (head) => (/^PATCH /.test(head) ? 0 : null);
  await openItem(phone, AREA);
  const item = new URL(phone.url()).pathname;
  await capture(phone, 'Berkas', [paper('Notula')]);
  await expect(phone.getByText('1 di perangkat ini')).toBeVisible();

  await desk.goto(item);
  const evidence = desk.getByRole('region', { name: /^Bukti/ });
  await expect(evidence.getByText('1 di perangkat lain')).toBeVisible({ timeout: 45_000 });
  await expect(evidence.locator('a.ev')).toContainText('Belum sampai');
  await desk.goto('/sinkron');
  await expect(desk.getByRole('heading', { name: '1 bukti Anda menunggu di perangkat Anda yang lain' })).toBeVisible();
  await expect(desk.getByText('sudah ada di server')).toHaveCount(0);

  line.weather.breaksRequest = null;
  await phone.goto('/sinkron');
  await phone.getByRole('button', { name: 'Kirim sekarang' }).click();
  await expect(desk.getByText('Semua yang Anda tulis dan ambil sudah ada di server.')).toBeVisible({ timeout: 60_000 });
});

/** Has the photo worker call every file a web page: the server takes none. */
const misnamed = (page: Page) =>
  page.addInitScript(() => {
    const set = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage')!.set!;
    Object.defineProperty(Worker.prototype, 'onmessage', {
      set(heard: (event: MessageEvent) => void) {
        set.call(this, (event: MessageEvent) => {
          if (event.data?.digest) event.data.type = 'text/html';
          heard(event);
        });
      },
    });
  });

test('refused files on another device: where they lie, another in its place from here, let go with a way back', async ({
  line,
  device,
}) => {
  const [phone, desk] = [await device(), await device()];
  await misnamed(phone);
  await signIn(phone, 'siti');
  await signIn(desk, 'siti');
  await settled(desk);
  await openItem(phone, AREA);
  await capture(phone, 'Berkas', [paper('Notula')]);
  await capture(phone, 'Berkas', [paper('Undangan')]);
  await phone.goto('/sinkron');
  await expect(phone.getByRole('heading', { name: /^Berkas ditolak server/ })).toHaveCount(2, { timeout: 45_000 });

  await desk.goto('/sinkron');
  await expect(desk.getByRole('region', { name: 'Perlu Anda di perangkat lain 2' })).toBeVisible({ timeout: 45_000 });
  const there = desk.getByRole('region', { name: /^Perlu Anda di perangkat lain/ });
  const file = (name: string) => there.locator('.banner').filter({ hasText: `Berkas ditolak server: ${name}.pdf` });
  await expect(file('Notula')).toContainText('Server tidak menerima jenis isi berkas ini.', { timeout: 45_000 });
  await expect(file('Notula')).toContainText('Isinya ada di Ponsel Siti, tidak di perangkat ini.');
  // What the phone said of itself, which may be a little later.
  await expect(async () => {
    await desk.goto('/sinkron');
    await expect(there.getByRole('heading', { name: /^Ponsel Siti · Android: 2 hal perlu Anda/ })).toBeVisible({ timeout: 4_000 });
  }).toPass({ timeout: 45_000 });
  await look(desk, 'sinkron-lain');
  // A lost phone would be told of for ever: nobody has to hear of it until it says something anew.
  const phones = there.getByRole('heading', { name: /^Ponsel Siti/ });
  await there.getByRole('button', { name: 'Jangan ingatkan lagi' }).click();
  await expect(phones).toHaveCount(0);
  await desk.getByRole('button', { name: 'Urungkan' }).click();
  await expect(phones).toHaveCount(1);
  await there.getByRole('button', { name: 'Jangan ingatkan lagi' }).click();
  await expect(phones).toHaveCount(0);
  await desk.reload();
  await expect(file('Undangan')).toBeVisible();
  await expect(phones).toHaveCount(0);
  line.cut();
  await desk.reload();
  await expect(file('Undangan')).toContainText('Isinya ada di Ponsel Siti');
  line.mend();

  await file('Undangan').getByRole('button', { name: 'Lepaskan' }).click();
  await expect(file('Undangan')).toHaveCount(0);
  await desk.getByRole('button', { name: 'Urungkan' }).click();
  await expect(file('Undangan')).toBeVisible();
  await file('Undangan').getByRole('button', { name: 'Lepaskan' }).click();
  await told(desk, /diganti/i, () => file('Notula').getByLabel('Ganti berkas').setInputFiles([paper('Notula rapat')]));
  await expect(file('Notula')).toHaveCount(0);
  await settled(desk);
  // Nobody is asked any more, on either device.
  await expect(phone.getByRole('heading', { name: /^Berkas ditolak server/ })).toHaveCount(0, { timeout: 45_000 });
  await expect(async () => {
    await desk.goto('/sinkron');
    await expect(desk.getByRole('heading', { name: 'Tidak ada yang menunggu' })).toBeVisible({ timeout: 4_000 });
  }).toPass({ timeout: 45_000 });
});
