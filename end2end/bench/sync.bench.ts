// `cargo xtask bench sync`: what sync costs with ten thousand records, next to raw IndexedDB in the same
// page and to RxDB with the same data. The line is loopback, the processor isn't slowed.
import fs from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, openItem, settled } from '../fixtures/app.ts';
import { database, quiet, recordIds, texts } from '../fixtures/simpanan.ts';
import { push, title, type Sample } from './isi.ts';
import { note, pulled, started, wasmBytes, write, type Writes } from './jam-tangan.ts';
import { peer } from './rxdb.ts';

const AREA = 'manajemen-perubahan';
/** An office's cycle takes so many records at most; the last few are left for what is measured. */
const RECORDS = Number(process.env.BENCH_RECORDS ?? 10_000);
const SPARE = 50;
/** Answers; every other one is followed by a draft, so that there are 500 of each at least. */
const WRITES = Number(process.env.BENCH_WRITES ?? 1_000);
/** Items over which the writes are spread. */
const ITEMS = 10;
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const BUDGET_MS = { pull: 600, push: 250, noop: 50, start: 400, frame: { p50: 16, p95: 16 } };
/** A write takes so many times what raw IndexedDB takes in the same durability, at most. */
const BUDGET_TIMES = { p50: 1.5, p95: 2 };

/** The nth part of numbers: 0.5 is the median. */
function part(numbers: readonly number[], nth: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * nth))] ?? NaN;
  return Math.round(found * 10) / 10;
}

type Spread = Record<'p50' | 'p95' | 'p99', number>;

const spread = (numbers: readonly number[]): Spread => ({
  p50: part(numbers, 0.5),
  p95: part(numbers, 0.95),
  p99: part(numbers, 0.99),
});

/** Answers once, and reads from the push who this device is. */
async function sampled(page: Page): Promise<Sample> {
  await openItem(page, AREA);
  const pushed = page.waitForRequest((request) => request.url().endsWith('/api/v1/sync/push'));
  await answer(page, 0);
  const { ops } = (await pushed).postDataJSON() as { ops: Sample[] };
  const { actor, device, stream, cycle } = ops[0]!;
  return { actor, device, stream, cycle };
}

/** Bytes of the page's own heap after a collection. */
async function heap(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'JSHeapUsedSize')?.value ?? NaN;
}

test('sync', async ({ line, device }) => {
  // The head of the team gives the tasks.
  const desk = await device();
  await signIn(desk, 'agus');
  await settled(desk);
  const sample = await sampled(desk);
  await settled(desk);
  const name = await database(desk);
  await quiet(desk);
  const there = new Set(recordIds(await texts(desk, name, 'segments'))).size;
  const titles = Array.from({ length: Math.max(0, RECORDS - SPARE - there) }, (_, nth) => title(nth));
  await push(desk, sample, titles);
  await desk.close();

  const pulls: number[] = [];
  let phone: Page | null = null;
  let pullBytes = { up: 0, down: 0 };
  let held = 0;
  for (let run = 0; run < RUNS; run += 1) {
    await phone?.close();
    const page = await device();
    phone = page;
    await page.addInitScript(note);
    // The app's own files come first: only data is counted. The app itself fetches them for later once its
    // first page of work is drawn.
    await page.goto('/masuk');
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
      await navigator.serviceWorker.ready;
    });
    const before = { ...line.passed };
    await signIn(page, 'agus');
    await expect(page.locator('.syncline')).toContainText(/Semua terkirim/, { timeout: 120_000 });
    pulls.push(await pulled(page));
    pullBytes = { up: line.passed.up - before.up, down: line.passed.down - before.down };
    const segments = await texts(page, name, 'segments');
    held = new Set(recordIds(segments)).size;
  }
  const page = phone!;
  expect(held, 'the records are stored').toBeGreaterThanOrEqual(there + titles.length);

  const starts: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await page.goto(`/lke/${AREA}`);
    starts.push(await started(page));
  }

  const noops: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await page.goto('/sinkron');
    const now = page.getByRole('button', { name: 'Kirim sekarang' });
    await expect(now).toBeVisible();
    noops.push(
      await page.evaluate(async () => {
        const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('Kirim sekarang'))!;
        const begun = performance.now();
        const ended = new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
              if (entry.name.endsWith('/sync/pull') && entry.startTime >= begun) resolve(entry.responseEnd);
            }
          }).observe({ type: 'resource' });
        });
        button.click();
        return (await ended) - begun;
      }),
    );
  }

  await page.goto(`/lke/${AREA}`);
  const rows = page.locator('a.row[href^="/butir/"]');
  await expect(rows.first()).toBeVisible();
  const items = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('href')!));
  line.cut();
  const took: Writes = { app: [], frame: [], bare: [], strict: [], relaxed: [], draft: [], rawDraft: [] };
  const each = Math.ceil(WRITES / ITEMS);
  for (const item of items) {
    if (took.app.length >= WRITES) break;
    await page.goto(item);
    await expect(page.locator('.p-butir h1').first()).toBeVisible();
    // A percentage isn't chosen.
    if ((await page.locator('label.choice').count()) < 2) continue;
    const some = await write(page, each);
    for (const kind of Object.keys(took) as (keyof Writes)[]) took[kind].push(...some[kind]);
  }
  expect(took.app.length, 'there were items enough').toBeGreaterThanOrEqual(WRITES);
  await page.goto('/');
  await expect(page.locator('.p-beranda svg.bar').first()).toBeVisible();
  const memory = { heap: await heap(page), wasm: await wasmBytes(page) };
  const sent = { ...line.passed };
  // Pushes are counted by the page's own clock: a question asked meanwhile would cost what is measured.
  const answering = page.evaluate(
    (edits) =>
      new Promise<number>((resolve) => {
        let answered = 0;
        let begun = Infinity;
        const real = globalThis.fetch;
        globalThis.fetch = async (...given) => {
          // Only looked at: a request made of another takes its body away.
          const url = given[0] instanceof Request ? given[0].url : String(given[0]);
          if (!url.endsWith('/sync/push')) return real(...given);
          begun = Math.min(begun, performance.now());
          const reply = await real(...given);
          if (reply.ok) answered += ((await reply.clone().json()) as { answers: unknown[] }).answers.length;
          if (answered >= edits) resolve(performance.now() - begun);
          return reply;
        };
      }),
    took.app.length,
  );
  line.mend();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  const pushTook = Math.round((await answering) * 10) / 10;
  await settled(page);
  const pushBytes = { up: line.passed.up - sent.up, down: line.passed.down - sent.down };

  const app = { write: spread(took.app), draft: spread(took.draft), frame: spread(took.frame) };
  const floor = {
    strict: spread(took.strict),
    relaxed: spread(took.relaxed),
    draft: spread(took.rawDraft),
    bare: spread(took.bare),
  };
  const bukti = {
    records: held,
    pull: part(pulls, 0.5),
    push: pushTook,
    pushed: took.app.length,
    noop: part(noops, 0.5),
    start: part(starts, 0.5),
    ...app,
  };
  const other = await peer(await device(), titles, WRITES, RUNS, items.length);
  const rxdb = {
    pull: other.pull,
    push: other.push,
    pushed: other.pushed,
    noop: part(other.noops, 0.5),
    start: part(other.starts, 0.5),
    startOfScreen: part(other.screens, 0.5),
    write: spread(other.writes),
  };
  const ratio = (own: number, other: number): number => Math.round((own / other) * 100) / 100;
  const times = (own: Spread, raw: Spread) => ({ p50: ratio(own.p50, raw.p50), p95: ratio(own.p95, raw.p95) });
  const ratios = {
    writeToFloor: times(app.write, floor.strict),
    draftToFloor: times(app.draft, floor.draft),
    frameToBare: times(app.frame, floor.bare),
    toRxdb: {
      pull: ratio(bukti.pull, rxdb.pull),
      push: ratio(bukti.push, rxdb.push),
      noop: ratio(bukti.noop, rxdb.noop),
      start: ratio(bukti.start, rxdb.start),
      write: ratio(app.write.p50, rxdb.write.p50),
    },
  };
  // What is judged, and beside it what the same costs others: RxDB, or a bare word in the same page, which tells
  // what this machine's frames cost by themselves.
  const judged: Record<string, { Bukti: number; budget: number; RxDB?: number; 'bare word'?: number }> = {
    'pull (ms)': { Bukti: bukti.pull, budget: BUDGET_MS.pull, RxDB: rxdb.pull },
    'push (ms)': { Bukti: bukti.push, budget: BUDGET_MS.push, RxDB: rxdb.push },
    'sync of nothing (ms)': { Bukti: bukti.noop, budget: BUDGET_MS.noop, RxDB: rxdb.noop },
    'start (ms)': { Bukti: bukti.start, budget: BUDGET_MS.start, RxDB: rxdb.start },
  };
  const both = ['p50', 'p95'] as const;
  for (const nth of both) {
    const [budget, bare] = [BUDGET_MS.frame[nth], floor.bare[nth]];
    judged[`answer on the screen, ${nth} (ms)`] = { Bukti: app.frame[nth], budget, 'bare word': bare };
  }
  for (const nth of both) judged[`answer, strict ÷ raw, ${nth}`] = { Bukti: ratios.writeToFloor[nth], budget: BUDGET_TIMES[nth] };
  for (const nth of both) judged[`draft, relaxed ÷ raw, ${nth}`] = { Bukti: ratios.draftToFloor[nth], budget: BUDGET_TIMES[nth] };
  // What couldn't be measured isn't within a budget either.
  const over = Object.entries(judged).flatMap(([what, { Bukti, budget }]) => (Bukti <= budget ? [] : [what]));
  const spreads = {
    'answer, strict, to the disk': app.write,
    'raw answer, strict': floor.strict,
    'raw answer, relaxed': floor.relaxed,
    'draft, relaxed, to the disk': app.draft,
    'raw draft, relaxed': floor.draft,
    'RxDB, relaxed': rxdb.write,
    'answer, on the screen': app.frame,
    'a bare word, on the screen': floor.bare,
  };
  const counts = { answers: took.app.length, drafts: took.draft.length, rxdb: other.writes.length };
  const report = {
    build: process.env.BENCH_BUILD ?? 'unknown',
    runs: RUNS,
    bukti,
    floor,
    rxdb,
    ratios,
    bytes: { pull: pullBytes, push: pushBytes },
    memory,
    judged,
    over,
    counts,
    took: { pulls, noops, starts, rxdb: { noops: other.noops, starts: other.starts, screens: other.screens } },
  };
  const out = process.env.BENCH_OUT;
  if (out) fs.writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`build: ${report.build}; ${held} records, ${counts.answers} answers, ${counts.drafts} drafts`);
  console.table(judged);
  console.log(over.length === 0 ? 'all within budget' : `over budget: ${over.join('; ')}`);
  console.table(spreads);
  console.log(JSON.stringify({ ratios, startOfScreen: rxdb.startOfScreen, bytes: report.bytes, memory }));
});
