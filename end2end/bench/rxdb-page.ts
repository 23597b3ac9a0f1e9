// What runs in the peer's page: pull, start, a sync of nothing, single writes without a line, push.
import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

const BATCH = 1_000;
const SINGLE_WRITES = 500;

const text = { type: 'string' } as const;
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 20 },
    office: text,
    title: text,
    note: text,
    done: { type: 'boolean' },
    updatedAt: { type: 'number' },
  },
  required: ['id', 'office', 'title', 'note', 'done', 'updatedAt'],
} as const;

interface Row {
  id: string;
  office: string;
  title: string;
  note: string;
  done: boolean;
  updatedAt: number;
}

async function opened(): Promise<RxCollection<Row>> {
  const db = await createRxDatabase({ name: 'pembanding', storage: getRxStorageDexie(), multiInstance: false });
  const { tasks } = await db.addCollections({ tasks: { schema } });
  if (!tasks) throw new Error('no collection');
  return tasks;
}

const replicate = (collection: RxCollection<Row>, live: boolean) =>
  replicateRxCollection<Row, { after: number }>({
    collection,
    replicationIdentifier: 'http',
    live,
    pull: {
      batchSize: BATCH,
      handler: async (last, limit) => (await fetch(`/pull?after=${last?.after ?? 0}&limit=${limit}`)).json(),
    },
    push: {
      batchSize: BATCH,
      handler: async (rows) => (await fetch('/push', { method: 'POST', body: JSON.stringify(rows) })).json(),
    },
  });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return Math.round((performance.now() - begun) * 10) / 10;
}

/** Everything into an empty database. */
async function pull(total: number): Promise<number> {
  const tasks = await opened();
  const took = await timed(() => replicate(tasks, false).awaitInitialReplication());
  const held = await tasks.count().exec();
  if (held !== total) throw new Error(`${held} documents of ${total}`);
  return took;
}

/** From opening the database to so many painted rows: drawn from all that is stored, or read for the screen alone. */
const start = (rows: number, all: boolean): Promise<number> =>
  timed(async () => {
    const tasks = await opened();
    const found = await tasks.find(all ? {} : { limit: rows }).exec();
    const list = document.body.appendChild(document.createElement('ul'));
    for (const { title } of found.slice(0, rows)) list.appendChild(document.createElement('li')).textContent = title;
    if (list.children.length !== rows) throw new Error(`${list.children.length} rows of ${rows}`);
    // Seen in a frame, and painted with the next one, as the app's list is.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  });

/** Asks a replication that runs for news, of which there are none: until the answer is here. */
async function noop(): Promise<number> {
  const replication = replicate(await opened(), true);
  await replication.awaitInitialReplication();
  await replication.awaitInSync();
  const begun = performance.now();
  const ended = new Promise<number>((resolve) => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
        if (entry.name.includes('/pull') && entry.startTime >= begun) resolve(entry.responseEnd);
      }
    }).observe({ type: 'resource' });
  });
  replication.reSync();
  return (await ended) - begun;
}

/** Single writes, and then the push of them all. */
async function edit(total: number, edits: number): Promise<{ writes: number[]; push: number }> {
  const tasks = await opened();
  const writes: number[] = [];
  for (let nth = 0; nth < edits; nth += 1) {
    const doc = await tasks.findOne(String(nth % total).padStart(8, '0')).exec();
    if (!doc) throw new Error('a document is missing');
    const took = await timed(() => doc.incrementalPatch({ note: `Sudah diperiksa ke-${nth}: ${doc.note}` }));
    if (nth < SINGLE_WRITES) writes.push(took);
  }
  const push = await timed(() => replicate(tasks, false).awaitInitialReplication());
  return { writes, push };
}

const measures = { pull, start, noop, edit };
export type Measures = typeof measures;

Object.assign(globalThis, { measures });
