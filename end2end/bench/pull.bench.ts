// A part of `cargo xtask size`: what a person's first pull brings over the wire, compressed as the server
// sends it: the records of all streams that they read, and the worksheets. The demo's Siti, as in the tests.
import fs from 'node:fs';
import { enter, expect, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { Phone } from '../fixtures/phone.ts';

test('pull', async ({ line }) => {
  const phone = new Phone(line.url);
  const page = await phone.open();
  const bytes = { records: 0, worksheets: 0 };
  const counted: Promise<void>[] = [];
  page.on('requestfinished', (request) => {
    const path = new URL(request.url()).pathname;
    const of = path === '/api/v1/sync/pull' ? 'records' : 'worksheets';
    if (of === 'worksheets' && !path.startsWith('/api/v1/instruments/')) return;
    const count = async (): Promise<void> => {
      bytes[of] += (await request.sizes()).responseBodySize;
    };
    counted.push(count());
  });
  await page.goto('/masuk');
  await enter(page, 'siti');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible();
  await settled(page);
  await Promise.all(counted);
  await phone.dispose();
  expect(bytes.records).toBeGreaterThan(0);
  expect(bytes.worksheets).toBeGreaterThan(0);
  fs.writeFileSync(process.env.BENCH_OUT ?? 'test-results/pull.json', JSON.stringify(bytes));
});
