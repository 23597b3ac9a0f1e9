// This app's databases as they lie here, whatever wrote them: for the recovery page, which works without the app's own code.

const AT_ONCE = 16; // entries per read: parts of files are 1 MiB each
const PATIENCE_MS = 10000; // a database that another tab is changing answers nobody

export const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The names of this app's databases; why they can't be told goes to `problems`. */
export async function names(problems) {
  if (!indexedDB.databases) { problems.push('this browser does not list its databases'); return []; }
  try {
    return (await indexedDB.databases()).map((db) => db.name).filter((name) => name.startsWith('bukti'));
  } catch (error) {
    problems.push(`indexedDB: ${error.message}`);
    return [];
  }
}

/** Opens what is there, in whatever version: never creates, never upgrades. */
export function open(name) {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction.abort();
  const late = new Promise((_, reject) => setTimeout(() => {
    request.onsuccess = () => request.result.close();
    reject(new Error('no answer: another tab may hold it'));
  }, PATIENCE_MS));
  return Promise.race([done(request), late]);
}

/** Keys and values of a store, some at a time: a transaction for each batch, since what is done with one may outlast it.
 *  A value that the disk has lost is told to `lost`, by its key; those beside it are read all the same. */
export async function* batches(db, store, lost) {
  let after;
  const source = () => db.transaction(store, 'readonly').objectStore(store);
  for (;;) {
    const range = after === undefined ? null : IDBKeyRange.lowerBound(after, true);
    const keys = await done(source().getAllKeys(range, AT_ONCE));
    if (keys.length) yield await some(source, keys, lost);
    if (keys.length < AT_ONCE) return;
    after = keys[keys.length - 1];
  }
}

/** The values of some keys. Chromium keeps large ones as files beside the database: one that is missing fails all that
 *  are read with it. */
async function some(source, keys, lost) {
  try {
    const from = source();
    return [keys, await Promise.all(keys.map((key) => done(from.get(key))))];
  } catch (error) {
    const [found, values] = [[], []];
    for (const key of keys) {
      try {
        values.push(await done(source().get(key)));
        found.push(key);
      } catch (error) { lost(key, error); }
    }
    return [found, values];
  }
}
