// The peer: RxDB with Dexie storage, with the same texts, replicated by plain HTTP with a server that keeps
// them in memory (so it syncs no disk, which Bukti's does).
import http from 'node:http';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from '@playwright/test';
import { Proxy } from '../fixtures/proxy.ts';
import type { Measures } from './rxdb-page.ts';

interface Doc {
  id: string;
  office: string;
  title: string;
  note: string;
  done: boolean;
  updatedAt: number;
  _deleted: boolean;
}

export interface Peer {
  pull: number;
  push: number;
  pushed: number;
  writes: number[];
  noops: number[];
  /** A list drawn from all documents: the app's start reads all that is stored too. */
  starts: number[];
  /** A list for which only its own documents are read. */
  screens: number[];
}

/** The page's side, bundled: it puts its `measures` into the page. */
async function bundle(): Promise<string> {
  const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'rxdb-page.ts');
  const built = await build({ entryPoints: [entry], bundle: true, minify: true, write: false, format: 'iife', logLevel: 'error' });
  return built.outputFiles[0]!.text;
}

/**
 * Measures the peer in a page of its own, which is loaded anew for each measure and reached through a proxy, as the
 * app's is. The list has so many `rows`. Its server ends with it.
 */
export async function peer(page: Page, titles: string[], edits: number, runs: number, rows: number): Promise<Peer> {
  const script = await bundle();
  const docs = new Map<string, Doc>();
  let clock = 1;
  for (const [nth, title] of titles.entries()) {
    const id = String(nth).padStart(8, '0');
    docs.set(id, { id, office: 'satker', title, note: title, done: false, updatedAt: clock++, _deleted: false });
  }
  const server = http.createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', 'http://localhost');
    const answer = (value: unknown): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    };
    if (address.pathname === '/pull') {
      const after = Number(address.searchParams.get('after'));
      const limit = Number(address.searchParams.get('limit'));
      const newer = [...docs.values()].filter((doc) => doc.updatedAt > after).sort((a, b) => a.updatedAt - b.updatedAt);
      const documents = newer.slice(0, limit);
      answer({ documents, checkpoint: { after: documents.at(-1)?.updatedAt ?? after } });
    } else if (address.pathname === '/push') {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      for (const { newDocumentState } of JSON.parse(body) as { newDocumentState: Doc }[]) {
        docs.set(newDocumentState.id, { ...newDocumentState, updatedAt: clock++ });
      }
      answer([]);
    } else if (address.pathname === '/rxdb.js') {
      // Kept by the browser with what it compiled of it, as the app's own files are.
      response.setHeader('content-type', 'text/javascript');
      response.setHeader('cache-control', 'max-age=3600');
      response.end(script);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>RxDB</title><body><script src="/rxdb.js"></script>');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const line = await Proxy.before((server.address() as AddressInfo).port);
  type Took<Name extends keyof Measures> = Awaited<ReturnType<Measures[Name]>>;
  const measure = async <Name extends keyof Measures>(name: Name, ...given: Parameters<Measures[Name]>): Promise<Took<Name>> => {
    await page.goto(line.url);
    const run = ([name, given]: [string, unknown[]]): unknown =>
      (globalThis as unknown as { measures: Record<string, (...given: unknown[]) => unknown> }).measures[name]!(...given);
    return (await page.evaluate(run, [name, given] as [string, unknown[]])) as Took<Name>;
  };
  const repeated = async (once: () => Promise<number>): Promise<number[]> => {
    const took: number[] = [];
    for (let run = 0; run < runs; run += 1) took.push(await once());
    return took;
  };
  try {
    const pull = await measure('pull', titles.length);
    const starts = await repeated(() => measure('start', rows, true));
    const screens = await repeated(() => measure('start', rows, false));
    const noops = await repeated(() => measure('noop'));
    const { writes, push } = await measure('edit', titles.length, edits);
    return { pull, push, pushed: edits, writes, noops, starts, screens };
  } finally {
    await line.close();
    server.closeAllConnections();
    server.close();
  }
}
