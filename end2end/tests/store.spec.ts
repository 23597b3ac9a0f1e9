// The contract of a device's store, on IndexedDB in real Chromium: the same cases that the store in
// memory passes natively, and those that only IndexedDB can fail.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves a folder on a free port of this machine. */
async function serve(folder: string): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const name = path.normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = path.join(folder, name === '/' ? 'index.html' : name);
    fs.readFile(file, (error, bytes) => {
      response.statusCode = error ? 404 : 200;
      response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
      response.end(error ? '' : bytes);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

interface Case {
  name: string;
  ok: boolean;
  message: string;
}

/** Serves the page with the tests, loads its wasm and calls one function of it; gives what it said. */
async function told(page: Page, name: 'run_store_tests' | 'run_selfcheck'): Promise<unknown> {
  const folder = process.env.BUKTI_STORE_TESTS;
  if (!folder) throw new Error('BUKTI_STORE_TESTS isn’t set: run the tests by `cargo xtask test`');
  const server = await serve(folder);
  try {
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    const report = await page.evaluate(async (name) => {
      const bukti = await import('/bukti.js' as string);
      await bukti.default({ module_or_path: '/bukti_bg.wasm' });
      return (await bukti[name]()) as string;
    }, name);
    return JSON.parse(report);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('IndexedDB keeps the contract of the device store', async ({ page }) => {
  test.setTimeout(120_000);
  const cases = (await told(page, 'run_store_tests')) as Case[];
  expect(cases.length, 'the suite ran').toBeGreaterThan(20);
  expect(cases.filter((c) => !c.ok)).toEqual([]);
});

test('ten thousand worksheets score here as they do natively, to the last decimal', async ({ page }) => {
  test.setTimeout(180_000);
  const [here, natively] = (await told(page, 'run_selfcheck')) as [string, string];
  expect(here).toBe(natively);
});
