// The entry module of every page: looks whether the browser can run Bukti, sets theme and language before the first paint,
// loads the wasm of this very build, and stands by: watchdog, panic, service worker, new version. Interfaces: app/assets/README.md.
// The syntax stays at ES2018, so that a browser that is too old still reads this file and shows its message.

const BASE = '/b/__BUILD__';
const PATIENCE_MS = 20000; // a slow phone on a slow network starts in about 6 s
const HOUR_MS = 3600000;
const page = document.documentElement;
const EN = read('bukti.bahasa') === 'en';

/** localStorage may throw (blocked cookies): then the defaults hold. */
function read(key) {
  try { return localStorage.getItem(key); } catch (e) { return null; }
}

const theme = read('bukti.tema');
if (theme === 'terang' || theme === 'gelap') page.dataset.theme = theme;
page.lang = EN ? 'en' : 'id';

/** What rustc emits by default (sign extension, saturating conversion, bulk memory, multi-value, reference types) and what the store and the styles need. */
function able() {
  const probe = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 1, 111, 2, 127, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1, 10, 24, 1, 22, 0,
    65, 0, 192, 67, 0, 0, 0, 0, 252, 0, 65, 0, 65, 0, 65, 0, 252, 10, 0, 0, 11]);
  return typeof WebAssembly === 'object' && WebAssembly.validate(probe) && typeof indexedDB !== 'undefined'
    && CSS.supports('selector(:has(a))') && CSS.supports('selector(&)');
}

/** Shows a message that stands in shell.html in the place of the app. Says whether there is one (admin pages have none). */
function instead(id) {
  const message = document.getElementById(id);
  const app = document.getElementById('app');
  if (!message) return false;
  if (app) app.hidden = true;
  message.hidden = false;
  message.tabIndex = -1; message.focus(); // so that a screen reader says it
  return true;
}

let bar = null;
/** A bar at the bottom that offers to load the page again; it takes nothing away from what may still come. */
function offerReload(text) {
  if (bar || page.dataset.siap) return;
  bar = document.createElement('div');
  bar.className = 'muat-bar';
  bar.setAttribute('role', 'alert');
  const words = document.createElement('span');
  words.textContent = text;
  const again = document.createElement('button');
  again.className = 'btn primary';
  again.textContent = EN ? 'Reload' : 'Muat ulang';
  again.onclick = () => location.reload();
  const kept = document.createElement('a');
  kept.className = 'btn quiet';
  kept.href = '/darurat.html';
  kept.textContent = EN ? 'Stored data' : 'Data tersimpan';
  bar.append(words, again, kept);
  document.body.append(bar);
}

/** A panic: nothing of the app can be trusted any more. The static page tells it and keeps everything. */
self.buktiPanik = (message) => {
  if (self.buktiBerhenti) return; // one panic often brings others; the first one counts
  self.buktiBerhenti = true;
  try {
    sessionStorage.setItem('bukti.panik', JSON.stringify({ message: String(message), at: new Date().toISOString(), path: location.pathname, build: '__BUILD__' }));
  } catch (e) { /* the page helps without the message as well */ }
  location.replace('/darurat.html');
};
const trapped = (error) => { if (typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError) self.buktiPanik(error.stack || error.message); };
addEventListener('error', (event) => trapped(event.error));
addEventListener('unhandledrejection', (event) => trapped(event.reason));

let asked = false;
let registration = null;
function newVersion() {
  page.dataset.versiBaru = '1';
  dispatchEvent(new CustomEvent('bukti:versi-baru'));
}

/** The worker is registered only now, so that its precaching does not compete with the first page. */
async function register() {
  if (!('serviceWorker' in navigator) || asked) return;
  asked = true;
  navigator.serviceWorker.addEventListener('message', (event) => { if (event.data && event.data.type === 'bangun') dispatchEvent(new CustomEvent('bukti:bangun')); });
  registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  const follow = (worker) => worker && worker.addEventListener('statechange', () => { if (worker.state === 'installed' && navigator.serviceWorker.controller) newVersion(); });
  if (registration.waiting && navigator.serviceWorker.controller) newVersion();
  follow(registration.installing);
  registration.addEventListener('updatefound', () => follow(registration.installing));
  const look = () => { if (document.visibilityState === 'visible') registration.update().catch(() => {}); }; // offline: next time
  document.addEventListener('visibilitychange', look);
  setInterval(look, HOUR_MS);
}

/** The app is drawn. */
self.buktiSiap = () => {
  page.dataset.siap = '1';
  if (bar) bar.remove();
};

/** The tab's icon and what installing needs come after what the first page needs: browsers fetch the manifest's icons with it. */
function offerInstall() {
  if (document.querySelector('link[rel=manifest]')) return;
  document.querySelector('link[rel=icon]').href = '/icons/ikon.svg';
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = '/manifest.webmanifest';
  document.head.append(link);
}

/** The first page of a person at work can be used. */
self.buktiKerja = () => {
  offerInstall();
  register().catch((error) => console.warn('service worker', error)); // the app works without it, online
};

/** Something that the person did is in memory only, for a moment: the browser asks before it lets the page go. */
let held = false;
self.buktiPegang = (on) => { held = on; };
addEventListener('beforeunload', (event) => { if (held && !self.buktiBerhenti) event.preventDefault(); });

/** Only the page that asked reloads; other tabs go on with their build, whose files are kept. */
self.buktiPerbarui = () => {
  const worker = registration && registration.waiting;
  if (!worker) { location.reload(); return; }
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage({ type: 'SKIP_WAITING' });
};

const LISTEN_AGAIN_MS = 30000;
// The server says something every 20 seconds: a line on which nothing comes for so long is dead, whatever the browser believes.
const SILENCE_MS = 45000;
let listening = null;
/** Listens for nudges of the server while this page is open: they say that something is new, never what. The engine pulls as ever; without them it looks every few seconds. `deaf`: something may have been missed. */
self.buktiDengar = (person, deaf) => {
  if (typeof EventSource === 'undefined') return;
  if (listening) listening.close();
  const source = listening = new EventSource('/api/v1/sync/live?person=' + person);
  const on = (name, then) => source.addEventListener(name, then);
  const wake = () => dispatchEvent(new CustomEvent('bukti:bangun'));
  let waits;
  const again = (ms) => { clearTimeout(waits); waits = setTimeout(() => { if (listening === source) self.buktiDengar(person, true); }, ms); };
  const alive = () => again(SILENCE_MS);
  on('open', () => { alive(); if (deaf) wake(); deaf = false; });
  on('detak', alive);
  on('berubah', () => { alive(); wake(); });
  on('selesai', () => { source.close(); again(LISTEN_AGAIN_MS); wake(); });
  // A line that ends it opens again by itself; a refusal (no session, too many tabs, a portal) closes it.
  on('error', () => { deaf = true; if (source.readyState === 2) again(LISTEN_AGAIN_MS); });
  alive();
};

/** Asks the browser to wake a page when there is a network again; only some browsers can, so nothing rests on it. */
self.buktiBangunkan = () => { if (registration && registration.sync) registration.sync.register('bukti-kirim').catch(() => {}); };

let leaving = Promise.resolve();
const leftOf = new Set(); // databases of people of whom something is left
// The browser may believe that there is a network where nothing gets through: once for each time that the page goes out of sight,
// since it wakes at once where it believes so.
addEventListener('visibilitychange', () => { if (leftOf.size > 0 && document.visibilityState === 'hidden') self.buktiBangunkan(); });
/** Leaves a push that got no answer where the worker finds it, in the place of what was left before; without one, the page got through and nothing is left. */
self.buktiTitip = (database, header, push) => {
  const at = '/titipan/' + database;
  if (push) leftOf.add(database); else leftOf.delete(database);
  const left = (cache) => (push ? cache.put(at, new Response(push, { headers: { 'bukti-header': header } })) : cache.delete(at));
  if (self.caches) leaving = leaving.then(() => caches.open('titipan')).then(left).catch(() => {}); // the page itself sends it anyway
};

async function run() {
  if (!able() && instead('lama')) return;
  if (!isSecureContext && instead('polos')) return;
  // Field pages are mounted in the shell, admin pages are taken over as the server drew them: each has its own wasm.
  const half = document.getElementById('app') ? 'bukti' : 'admin';
  setTimeout(() => offerReload(EN ? 'Starting takes longer than usual.' : 'Memuat lebih lama dari biasanya.'), PATIENCE_MS);
  const app = await import(BASE + '/' + half + '.js');
  await app.default({ module_or_path: BASE + '/' + half + '_bg.wasm' });
  app.start();
  if (location.pathname === '/masuk') offerInstall();
}
run().catch((error) => {
  if (self.buktiBerhenti) return;
  // A file that did not arrive is no panic: nothing ran yet, and loading again is the cure.
  if (error instanceof TypeError || error instanceof WebAssembly.CompileError) offerReload(EN ? 'Not everything has arrived. Check the signal, then reload.' : 'Belum semua berkas terunduh. Periksa sinyal, lalu muat ulang.');
  else self.buktiPanik((error && (error.stack || error.message)) || error);
});
