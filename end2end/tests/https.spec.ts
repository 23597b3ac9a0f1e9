// Over HTTPS under a name that isn't localhost, with the server's own TLS: what a phone needs to install
// the app, to sign and to hash.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';
import { expect, signIn, test as base } from '../fixtures/index.ts';
import { Phone } from '../fixtures/phone.ts';
import { demoData, freePort, Server } from '../fixtures/server.ts';
import { pdf } from '../fixtures/media.ts';
import { answer, capture, openItem, settled } from '../fixtures/app.ts';

const HOST = 'bukti.contoh.go.id';

/** A certificate that nobody but the test knows. */
async function certificate(folder: string): Promise<{ cert: string; key: string }> {
  const made = await generate([{ name: 'commonName', value: HOST }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
  });
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  fs.writeFileSync(cert, made.cert);
  fs.writeFileSync(key, made.private);
  return { cert, key };
}

const test = base.extend({
  server: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bukti-tls-'));
    const { cert, key } = await certificate(folder);
    const server = new Server(demoData(), await freePort(), ['--tls-cert', cert, '--tls-key', key]);
    await server.start();
    await use(server);
    await server.dispose();
    fs.rmSync(folder, { recursive: true });
  },
  phone: async ({ line }, use) => {
    // `ignoreHTTPSErrors` alone doesn't let a service worker register.
    const flags = [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, '--ignore-certificate-errors'];
    const phone = new Phone(`https://${HOST}:${line.port}`, { flags });
    await use(phone);
    await phone.dispose();
    expect(phone.errors, 'the console stays free of errors').toEqual([]);
  },
});

test('over HTTPS under another name: installed, signed, sent', async ({ line, phone }) => {
  const page = await phone.open();
  await signIn(page, 'siti');
  expect(await page.evaluate(() => [isSecureContext, location.protocol])).toEqual([true, 'https:']);
  await settled(page);
  const cookies = await page.context().cookies();
  const session = cookies.filter((cookie) => cookie.httpOnly);
  expect(session.length).toBeGreaterThan(0);
  for (const cookie of session) expect(cookie).toMatchObject({ secure: true, sameSite: 'Lax' });

  line.cut();
  await openItem(page, 'manajemen-perubahan');
  await answer(page, 1);
  await capture(page, 'Berkas', [{ name: 'Notula.pdf', mimeType: 'application/pdf', buffer: pdf('Notula') }]);
  const tile = page.locator('a.ev').filter({ hasText: 'Notula' });
  await expect(tile).toContainText('Menunggu');
  line.mend();
  await expect(tile).toContainText('Terkirim', { timeout: 45_000 });
  await settled(page);
});
