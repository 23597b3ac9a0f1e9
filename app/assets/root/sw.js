// Bukti's service worker: keeps one build whole on the device and answers field pages without a network.
// Hand-written and classic, because listeners must be registered in the first run of the script. It never syncs: sharing no code
// with the engine, it could only get it wrong. Of /api it touches one address, for a push that a page has left ready (see the end).
'use strict';

const BUILD = '__BUILD__';
const PREFIX = 'bukti-';
const CACHE = PREFIX + BUILD; // one cache per build: files of two builds can't be mixed
const LEDGER = 'catatan-bangunan'; // remembers which builds were active, in their order; Cache Storage knows no time
const SHELL = '/shell.html';
const OFFLINE = '/luring.html'; // what an admin address shows without a network
const ADMIN_PATIENCE_MS = 4000; // a network that takes longer for the first byte is as good as none
const AT_ONCE = 6;

// Outside /b/<build>/, needed offline. Their digests are not listed, except the shell's.
const ROOT_FILES = [OFFLINE, '/darurat.html', '/manifest.webmanifest', '/icons/ikon.svg', '/icons/ikon-192.png'];

// The field routes. The server's list (the routes that it answers with the shell) must be the same: change both together.
const FIELD_ROUTES = /^\/(?:masuk|rencana|lke|butir|bukti|kabar|saya|sinkron|konflik|coba|langkah)?(?:\/|$)/;
const SERVER_ROUTES = /^\/(?:api|healthz|mulai)(?:\/|$)/;
const ADMIN_ROUTES = /^\/admin(?:\/|$)/;

// ───────────── install: all or nothing ─────────────

self.addEventListener('install', (event) => event.waitUntil(install())); // no skipWaiting: the person decides when

async function install() {
  const existed = await caches.has(CACHE); // the same build under a changed sw.js: its cache may be in use
  try {
    const list = await (await get(`/b/${BUILD}/files.json`, 'reload')).json();
    if (list.build !== BUILD) throw new Error(`files.json is of build ${list.build}`);
    const offline = list.files.filter((file) => file.phase !== 'online'); // admin pages need the network anyway
    const wanted = [...offline, list.shell, ...ROOT_FILES.map((path) => ({ path, size: 0 }))];
    await room(wanted.reduce((sum, file) => sum + file.size, 0));
    const cache = await caches.open(CACHE);
    const queue = wanted.slice();
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let file = queue.shift(); file; file = queue.shift()) await keep(cache, file);
    }));
    await cache.put(`/b/${BUILD}/files.json`, new Response(JSON.stringify(list), { headers: { 'content-type': 'application/json' } }));
  } catch (error) {
    if (!existed) await caches.delete(CACHE); // half a build is worse than none
    throw error;
  }
}

/** Fetches, refusing what must never be kept: redirects (a login page under the shell's name), errors, other origins. */
async function get(path, cache) {
  const response = await fetch(path, { cache, credentials: 'same-origin', redirect: 'error' });
  if (response.status !== 200 || response.type !== 'basic') throw new Error(`${path}: ${response.status} ${response.type}`);
  return response;
}

/** Keeps one file whose bytes are the ones that the build's list names. */
async function keep(cache, file) {
  // The page has just loaded some immutable files: the browser's own copy will do if its digest is right.
  const ways = file.path.startsWith('/b/') ? ['default', 'reload'] : ['reload'];
  for (const way of ways) {
    const response = await get(file.path, way);
    const copy = response.clone();
    if (!file.sha256 || (await digest(await response.arrayBuffer())) === file.sha256) return cache.put(file.path, copy);
  }
  throw new Error(`${file.path}: other bytes than the build's list says`);
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Better to fail before the download than in the midst of it. What the browser says is only an estimate. */
async function room(bytes) {
  if (!navigator.storage || !navigator.storage.estimate) return;
  const { quota, usage } = await navigator.storage.estimate();
  if (quota && quota - usage < bytes * 1.5) throw new Error('not enough room on this device for a new version');
}

// ───────────── activate: this build and the one before ─────────────

self.addEventListener('activate', (event) => event.waitUntil(activate()));

async function activate() {
  const ledger = await caches.open(LEDGER);
  const seen = await ledger.match('/urutan').then((found) => (found ? found.json() : []));
  const order = [...seen.filter((build) => build !== BUILD), BUILD].slice(-2); // open tabs still run the one before
  await ledger.put('/urutan', new Response(JSON.stringify(order)));
  // A newer build that is being installed right now isn't in the ledger yet: then leave the rest to the next time.
  const another = self.registration.installing || self.registration.waiting;
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !order.includes(name.slice(PREFIX.length)));
  if (!another) await Promise.all(old.map((name) => caches.delete(name)));
  // Only the very first worker takes over pages that are open: they run this build. Later ones would change builds under a page.
  if (seen.length === 0) await self.clients.claim();
}

self.addEventListener('message', (event) => {
  if (event.data && event.data.type === 'SKIP_WAITING') self.skipWaiting();
});

// ───────────── fetch ─────────────

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST' && url.pathname === '/bagikan') { event.respondWith(share(request)); return; }
  if (request.method !== 'GET') return;
  const path = url.pathname;
  if (path.startsWith('/b/')) event.respondWith(built(request, path));
  else if (request.mode === 'navigate') {
    if (FIELD_ROUTES.test(path)) event.respondWith(kept(SHELL, request));
    else if (ADMIN_ROUTES.test(path)) event.respondWith(admin(request));
    else if (ROOT_FILES.includes(path)) event.respondWith(kept(path, request));
    // An address that names nothing: the app says so, also without a network.
    else if (!SERVER_ROUTES.test(path)) event.respondWith(fetch(request).catch(() => kept(SHELL, request)));
  } else if (ROOT_FILES.includes(path)) {
    event.respondWith(fetch(request).catch(() => kept(path, request)));
  }
  // All else (/api, /healthz, downloads) goes its way untouched.
});

/** A kept file of this build; the network only if the browser threw the cache away. */
async function kept(path, request) {
  return (await caches.match(path, { cacheName: CACHE, ignoreVary: true })) || fetch(request);
}

/** A file of the build that its address names, which may be the one before: an open tab may still load a chunk of it. */
async function built(request, path) {
  const cacheName = PREFIX + path.split('/')[2];
  return (await caches.match(path, { cacheName, ignoreVary: true })) || fetch(request);
}

/** Admin pages hold data: always from the network, never kept. No navigation preload: it would cost a request at every field page. */
async function admin(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ADMIN_PATIENCE_MS);
  try {
    return await fetch(request, { signal: stop.signal });
  } catch (error) {
    return (await caches.match(OFFLINE, { cacheName: CACHE, ignoreVary: true })) || Response.error();
  } finally {
    clearTimeout(timer);
  }
}

// ───────────── "Bagikan ke Bukti": files from other apps, also offline ─────────────
// They go to a small database of their own, because who is signed in isn't known here; the page moves them to the person's.
// Database `bukti-bagikan`, version 1:
//   store `kotak`,  key id:          {id, at, title, text, url, files: [{name, type, size, parts, error}]}; error: null | 'terlalu_besar'
//   store `bagian`, key [id, n, k]:  ArrayBuffer, part k of file n, 1 MiB each (never a File or Blob: iOS loses those)

const INBOX = 'bukti-bagikan';
const PART = 1 << 20;
const MOST_BYTES = 100e6; // as the server and the rules have it

async function share(request) {
  let id = 'gagal'; // the page then says that the file must be shared again, and why
  const wanted = crypto.randomUUID();
  try {
    const form = await request.formData();
    const text = (name) => String(form.get(name) || '');
    const entry = { id: wanted, at: Date.now(), title: text('title'), text: text('text'), url: text('url'), files: [] };
    const db = await openInbox();
    try {
      const files = form.getAll('berkas').filter((file) => typeof file !== 'string');
      for (const [n, file] of files.entries()) {
        const fits = file.size <= MOST_BYTES;
        const parts = fits ? await putParts(db, wanted, n, file) : 0;
        entry.files.push({ name: file.name, type: file.type, size: file.size, parts, error: fits ? null : 'terlalu_besar' });
      }
      await write(db, ['kotak'], (store) => store('kotak').put(entry)); // last: an entry names only parts that are there
      id = wanted;
    } catch (error) {
      if (error?.name === 'QuotaExceededError') id = 'penuh';
      // Parts that no entry names would take room that nobody could free.
      await write(db, ['bagian'], (store) => store('bagian').delete(IDBKeyRange.bound([wanted], [wanted, []])));
      throw error;
    } finally {
      db.close();
    }
  } catch (error) {
    console.warn('share', error);
  }
  return Response.redirect(`/bukti?bagikan=${id}`, 303);
}

/** One transaction per MiB keeps the memory flat. */
async function putParts(db, id, n, file) {
  let k = 0;
  for (let at = 0; at < file.size; at += PART, k += 1) {
    const part = await file.slice(at, at + PART).arrayBuffer();
    const key = [id, n, k];
    await write(db, ['bagian'], (store) => store('bagian').put(part, key));
  }
  return k;
}

function openInbox() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(INBOX, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('kotak', { keyPath: 'id' });
      request.result.createObjectStore('bagian');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('the inbox is held by an older page'));
  });
}

/** Done means on disk: the other app forgets the file as soon as we answer. */
function write(db, stores, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
    work((name) => transaction.objectStore(name));
  });
}

// ───────────── the browser says that there is a network again ─────────────

self.addEventListener('sync', (event) => event.waitUntil(wake(event.tag)));

/** Pages sync. What is left of people for whom none does is sent; if that fails for want of a network, we are woken again. */
async function wake(tag) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'bangun', tag });
  await sendLeft();
}

// ───────────── a push that a closed page left ─────────────
// The last that got no answer, for each person's database (`buktiTitip` in start.js): the body in its exact bytes, and the header
// that was signed. It is signed anew, because the server measures the device's clock by it: an old one would shift the moments of
// all its ops. The answer is dropped: the page that is opened next sends them again, and is told what became of them.

const LEFT = 'titipan';
const SIGNED = 'bukti-header';

/** Wake-ups may come two at a time; one sends, and the other finds nothing left. */
const sendLeft = () => navigator.locks.request(LEFT, async () => {
  const cache = await caches.open(LEFT);
  const sent = await Promise.allSettled((await cache.keys()).map((place) => sendOne(cache, place)));
  const failed = sent.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
});

/** One person's; what stands in its way is nobody else's matter. */
async function sendOne(cache, place) {
  const database = new URL(place.url).pathname.split('/').pop();
  // The page that sends holds the lock of that name; a frozen one gave it up, the admin's never has it.
  const { held } = await navigator.locks.query();
  if (held.some(({ name }) => name === database)) throw new Error('a page sends'); // it may be closed before it has
  const left = await cache.match(place);
  const key = await signingKey(database);
  const status = left && key ? await push(left, key) : 0;
  if (status === 429 || status >= 500) throw new Error(`push: ${status}`); // later
  const now = await cache.match(place);
  // A page that was opened meanwhile may have left a newer one.
  if (now?.headers.get(SIGNED) === left?.headers.get(SIGNED)) await cache.delete(place);
}

async function push(left, key) {
  const signed = JSON.parse(atob(left.headers.get(SIGNED).replace(/-/g, '+').replace(/_/g, '/')));
  const header = new TextEncoder().encode(JSON.stringify({ ...signed, clock: Date.now() }));
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, header);
  const headers = { 'content-type': 'application/json', [SIGNED]: base64url(header), 'bukti-signature': base64url(new Uint8Array(signature)) };
  const body = await left.arrayBuffer();
  const answer = await fetch('/api/v1/sync/push', { method: 'POST', credentials: 'omit', redirect: 'error', cache: 'no-store', headers, body });
  if (!answer.headers.has('bukti-epoch')) throw new Error('another answered'); // a captive portal
  return answer.status;
}

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** The key of the person whose database that is; nothing if it is gone. */
function signingKey(database) {
  return new Promise((resolve) => {
    const request = indexedDB.open(database);
    request.onupgradeneeded = () => request.transaction.abort(); // never creates one
    request.onerror = () => resolve(null);
    request.onsuccess = () => {
      const db = request.result;
      const found = db.objectStoreNames.contains('keys') && db.transaction('keys').objectStore('keys').get('sign');
      const end = (key) => { db.close(); resolve(key); };
      if (!found) { end(null); return; }
      found.onsuccess = () => end(found.result?.privateKey instanceof CryptoKey ? found.result.privateKey : null);
      found.onerror = () => end(null);
    };
  });
}
