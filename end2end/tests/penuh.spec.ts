// A server without room: its answers say so, and what people read is what happened and who can help. No disk is
// filled for this: the page hears what such a server answers, under the epoch that ours named last.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';
import { look } from '../fixtures/look.ts';
import { pdf } from '../fixtures/media.ts';

/** What the server has no room for is kept by the browser, over pages. */
async function fill(page: Page, what: 'texts' | 'files' | 'nothing'): Promise<void> {
  await page.evaluate((value) => sessionStorage.setItem('no room for', value), what);
}

/** Runs before the app in every page. */
function answersOfFullServer(): void {
  const real = globalThis.fetch;
  globalThis.fetch = async (...given) => {
    // Only looked at: a request made of another takes its body away.
    const url = given[0] instanceof Request ? given[0].url : String(given[0]);
    const full = sessionStorage.getItem('no room for');
    const texts = full === 'texts' && url.endsWith('/api/v1/sync/push');
    const files = full === 'files' && url.includes('/api/v1/blobs/upload/');
    if (texts || files) {
      const headers = { 'content-type': 'application/problem+json', 'bukti-epoch': sessionStorage.getItem('epoch')!, 'tus-resumable': '1.0.0' };
      const problem = { title: 'Insufficient Storage', status: 507, code: 'disk_full', detail: 'the disk is full' };
      return new Response(JSON.stringify(problem), { status: 507, headers });
    }
    const reply = await real(...given);
    const epoch = reply.headers.get('bukti-epoch');
    if (epoch) sessionStorage.setItem('epoch', epoch);
    return reply;
  };
}

test('a server without room is called so, and all goes once there is some', async ({ device }) => {
  const page = await device();
  await page.addInitScript(answersOfFullServer);
  await signIn(page, 'siti');
  await settled(page);
  const line = page.locator('.syncline');
  const send = page.getByRole('button', { name: 'Kirim sekarang' });

  await openItem(page, 'manajemen-perubahan');
  const item = new URL(page.url()).pathname;
  await fill(page, 'texts');
  await answer(page, 1);
  await page.goto('/');
  await expect(line).toContainText('Ruang server penuh');
  await expect(line).toContainText('1 menunggu, dicoba lagi sendiri');
  await page.goto('/sinkron');
  await send.click();
  await expect(page.getByText('Minta admin menambah ruang di server.')).toBeVisible();
  await look(page, 'sinkron-server-penuh');
  await fill(page, 'nothing');
  await send.click();
  await settled(page);

  await fill(page, 'files');
  await page.goto(item);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  await page.goto('/sinkron');
  await expect(page.locator('li.up').filter({ hasText: /^Notula/ })).toContainText('Ruang server penuh; minta admin', {
    timeout: 30_000,
  });
  await look(page, 'sinkron-berkas-server-penuh');
  await fill(page, 'nothing');
  await send.click();
  await settled(page);
});
