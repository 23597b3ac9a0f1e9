// Beginning anew from the recovery page: what would be lost, and emptying this device of all that Bukti keeps on it.

import { batches, names, open } from './simpanan.js';

const PERSON = /^bukti-[0-9a-f]{8}-[0-9a-f-]{27}$/; // a person's database (`app/src/store`)
const [DEVICE, SHARED] = ['bukti-perangkat', 'bukti-bagikan'];
const AT_SERVER = ['accepted', 'confirmed', 'discarded', 'on_server', 'freed']; // states of ops and files (`model::sync::store`)

/** How many ops, files and drafts lie here that the server may lack, and whether something of it can't be read. */
export async function loss() {
  const problems = [];
  const found = { texts: 0, files: 0, drafts: drafts(), unread: false };
  const unread = () => { found.unread = true; };
  for (const name of (await names(problems)).filter((name) => name === SHARED || PERSON.test(name))) {
    try {
      const db = await open(name);
      if (name === SHARED) for await (const [, boxes] of batches(db, 'kotak', unread)) for (const box of boxes) found.files += box.files.length;
      else {
        found.texts += await waiting(db, 'outbox', unread);
        found.files += await waiting(db, 'files', unread);
        for await (const [ids] of batches(db, 'captures', unread)) found.files += ids.length; // taken, and named by nothing yet
      }
      db.close();
    } catch (error) { unread(); }
  }
  found.unread = found.unread || problems.length > 0;
  return found;
}

/** How much was typed and not saved (`app/src/drafts.rs`). */
function drafts() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith('bukti.draf/')).length;
  } catch (error) { return 0; }
}

/** How many values of a store (a checksum, a space, JSON) say that they aren't at the server. */
async function waiting(db, store, unread) {
  let count = 0;
  for await (const [, values] of batches(db, store, unread)) {
    for (const value of values) {
      try {
        if (!AT_SERVER.includes(JSON.parse(value.slice(9)).state)) count += 1;
      } catch (error) { unread(); }
    }
  }
  return count;
}

/** Deletes everything, once the server has answered: signing in needs it, and so does a program that isn't kept any more.
 *  `blocked` is told when another tab holds a database; it goes on by itself once that lets go. */
export async function empty(blocked) {
  const left = await fetch('/api/v1/session', { method: 'DELETE', redirect: 'error', cache: 'no-store' });
  if (left.status !== 204) throw new Error(`server: ${left.status}`);
  for (const name of new Set([...await names([]), ...residents(), DEVICE, SHARED])) await remove(name, blocked);
  for (const storage of [localStorage, sessionStorage]) {
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i));
    for (const key of keys) if (key.startsWith('bukti')) storage.removeItem(key);
  }
  // The person knows: the app needn't say that the browser emptied the store (`app/src/platform/local.rs`).
  localStorage.setItem('bukti.dikosongkan', '1');
  for (const name of await caches.keys()) await caches.delete(name);
  if (!navigator.serviceWorker) return;
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}

/** Databases of the people who signed in here, for browsers that don't list them. */
function residents() {
  try {
    return JSON.parse(localStorage.getItem('bukti.penghuni') || '[]').map((resident) => `bukti-${resident.person}`);
  } catch (error) { return []; }
}

function remove(name, blocked) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
    request.onblocked = blocked;
  });
}
