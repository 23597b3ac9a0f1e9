// The peer: RxDB with Dexie storage, with the same texts, replicated by plain HTTP with a server that keeps
// them in memory (so it syncs no disk, which Bukti's does).
import http from 'node:http';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from '@playwright/test';

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
  write: { p50: number; p95: number; p99: number };
}

/** The page's side, bundled: it puts `measure` into the page. */
async function bundle(): Promise<string> {
  const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'rxdb-page.ts');
  const built = await build({ entryPoints: [entry], bundle: true, minify: true, write: false, format: 'iife', logLevel: 'error' });
  return built.outputFiles[0]!.text;
}

/** Measures the peer in a page of its own; its server ends with it. */
export async function peer(page: Page, titles: string[], edits: number): Promise<Peer> {
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
    } else {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>RxDB</title>');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(script);
    return await page.evaluate(
      (given) => (globalThis as unknown as { measure: (total: number, edits: number) => Promise<Peer> }).measure(...given),
      [titles.length, edits] as [number, number],
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
