// What a phone does with a large photograph, and what it asks of its browser for the sake of it.
import { expect, signIn, test } from '../fixtures/index.ts';
import { photo } from '../fixtures/media.ts';
import { capture, openItem, settled } from '../fixtures/app.ts';
import { Phone } from '../fixtures/phone.ts';

/** Counts how often the browser is asked to keep the store. */
function listen(): void {
  const asked = { times: 0 };
  Object.assign(globalThis, { buktiDiminta: asked });
  const persist = StorageManager.prototype.persist;
  StorageManager.prototype.persist = function (): Promise<boolean> {
    asked.times += 1;
    return persist.call(this);
  };
}

test('a photograph of twelve megapixels is turned and made small, and then the store is asked to stay', async ({ line }) => {
  const phone = new Phone(line.url, { init: listen });
  try {
    const page = await phone.open();
    await signIn(page, 'siti');
    await settled(page);
    await openItem(page, 'manajemen-perubahan');
    const asked = (): Promise<number> =>
      page.evaluate(() => (globalThis as unknown as { buktiDiminta: { times: number } }).buktiDiminta.times);
    expect(await asked(), 'there is nothing to lose yet').toBe(0);
    const buffer = await photo(page, 4000, 3000, 500);
    await capture(page, 'Kamera', [{ name: 'image.jpg', mimeType: 'image/jpeg', buffer }]);
    await expect.poll(asked).toBe(1);
    await page.locator('a.ev').filter({ hasText: /Foto \d/ }).click();
    const size = await page
      .locator('img.berkas')
      .evaluate((e) => [(e as HTMLImageElement).naturalWidth, (e as HTMLImageElement).naturalHeight]);
    // Upright it is 3000 × 4000; no side is longer than 2048.
    expect(size).toEqual([1536, 2048]);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.dispose();
  }
});

test('a browser finds nothing that keeps Bukti from being installed', async ({ phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  await settled(page);
  const devtools = await page.context().newCDPSession(page);
  // The manifest comes after the start.
  const errors = async () => (await devtools.send('Page.getInstallabilityErrors')).installabilityErrors;
  await expect.poll(errors).toEqual([]);
  const { url, data } = await devtools.send('Page.getAppManifest');
  const manifest = JSON.parse(data ?? '') as { id: string; lang: string; icons: Record<string, string>[] };
  expect(manifest).toMatchObject({ id: '/', lang: 'id' });
  for (const purpose of ['any', 'maskable']) {
    const icon = manifest.icons.find((one) => one.purpose === purpose && one.sizes === '512x512')!;
    const size = await page.evaluate(async (src) => {
      const image = await createImageBitmap(await (await fetch(src)).blob());
      return `${image.width}x${image.height}`;
    }, new URL(icon.src!, url).href);
    expect(size, purpose).toBe('512x512');
  }
});
