// What runs in the peer's page: pull, single writes, edits without a line, push.
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Peer } from './rxdb.ts';

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

async function measure(total: number, edits: number): Promise<Peer> {
  const db = await createRxDatabase({ name: 'pembanding', storage: getRxStorageDexie(), multiInstance: false });
  const { tasks } = await db.addCollections({ tasks: { schema } });
  if (!tasks) throw new Error('no collection');
  const replicate = () =>
    replicateRxCollection<Row, { after: number }>({
      collection: tasks,
      replicationIdentifier: 'http',
      live: false,
      pull: {
        batchSize: BATCH,
        handler: async (last, limit) => (await fetch(`/pull?after=${last?.after ?? 0}&limit=${limit}`)).json(),
      },
      push: {
        batchSize: BATCH,
        handler: async (rows) => (await fetch('/push', { method: 'POST', body: JSON.stringify(rows) })).json(),
      },
    });
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await work();
    return Math.round((performance.now() - begun) * 10) / 10;
  };
  const pull = await timed(() => replicate().awaitInitialReplication());
  const held = await tasks.count().exec();
  if (held !== total) throw new Error(`${held} documents of ${total}`);

  const writes: number[] = [];
  for (let nth = 0; nth < edits; nth += 1) {
    const doc = await tasks.findOne(String(nth % total).padStart(8, '0')).exec();
    if (!doc) throw new Error('a document is missing');
    const took = await timed(() => doc.incrementalPatch({ note: `Sudah diperiksa ke-${nth}: ${doc.note}` }));
    if (nth < SINGLE_WRITES) writes.push(took);
  }
  const push = await timed(() => replicate().awaitInitialReplication());
  writes.sort((a, b) => a - b);
  const part = (nth: number): number => writes[Math.min(writes.length - 1, Math.floor(writes.length * nth))] ?? NaN;
  await db.close();
  return { pull, push, pushed: edits, write: { p50: part(0.5), p95: part(0.95), p99: part(0.99) } };
}

Object.assign(globalThis, { measure });
