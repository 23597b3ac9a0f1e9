// A part of `cargo xtask size`: what a person's first pull brings over the wire, compressed as the server
// sends it: the records of all streams that they read, and the worksheets. The demo's Siti, as in the tests.
import fs from 'node:fs';
import { enter, expect, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { Phone } from '../fixtures/phone.ts';

test('pull', async ({ line }) => {
  const phone = new Phone(line.url);
  const page = await phone.open();
  await page.goto('/masuk');
  await enter(page, 'siti');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible();
  await settled(page);
  const bytes = await page.evaluate(() => {
    const fetched = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const sum = (path: string): number =>
      fetched
        .filter((entry) => new URL(entry.name).pathname.startsWith(path))
        .reduce((total, entry) => total + entry.encodedBodySize, 0);
    return { records: sum('/api/v1/sync/pull'), worksheets: sum('/api/v1/instruments/') };
  });
  await phone.dispose();
  expect(bytes.records).toBeGreaterThan(0);
  expect(bytes.worksheets).toBeGreaterThan(0);
  fs.writeFileSync(process.env.BENCH_OUT ?? 'test-results/pull.json', JSON.stringify(bytes));
});
