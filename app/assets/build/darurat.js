// The recovery page: shows what the panic said, exports everything that this device holds, and empties it to begin anew; without
// wasm and without the app's own code, which has just proved that it can't be trusted.
//
// The export is JSON lines (UTF-8): a head {format: "bukti-ekspor", version: 1, at, build, agent}; then one line per entry,
// {local: key, value} or {db, store, key, value}; then {end: true, entries, problems}. What JSON can't say is wrapped:
// {"$b64": …, "$type": "ArrayBuffer" | "Uint8Array" | …}, {"$date": ms}, {"$bigint": "…"}, {"$map": [[k, v]…]}, {"$set": […]},
// {"$blob": base64, "$type": mime}, {"$unreadable": class} (a CryptoKey: a device's key never leaves it).

import { empty, loss } from './mulai.js';
import { batches, names, open } from './simpanan.js';

const status = document.getElementById('keadaan');
const [offer, last] = ['tawaran', 'penghapusan'].map((id) => document.getElementById(id));
let taken = false; // the export was downloaded from this page

function read(storage, key) {
  try { return storage().getItem(key); } catch (error) { return null; }
}

const theme = read(() => localStorage, 'bukti.tema');
if (theme === 'terang' || theme === 'gelap') document.documentElement.dataset.theme = theme;
const panic = read(() => sessionStorage, 'bukti.panik');
// The page is also opened knowingly: only after a panic does it speak of one.
if (panic) {
  document.title = 'Bukti berhenti mendadak';
  document.querySelector('h1').textContent = 'Bukti berhenti mendadak';
  document.querySelector('h2').textContent = 'Bukti stopped unexpectedly';
  const again = ['Mulai lagi', 'Start again'];
  for (const link of document.querySelectorAll('[data-lagi]')) link.textContent = again.shift();
  document.getElementById('pesan').textContent = panic;
  for (const told of document.querySelectorAll('#rincian, [data-panik]')) told.hidden = false;
}
const on = (name, act) => { for (const button of document.querySelectorAll(`[data-${name}]`)) button.addEventListener('click', () => act(button)); };
on('unduh', download);
on('batal', (button) => button.closest('dialog').close());
on('lagi', () => { try { sessionStorage.removeItem('bukti.panik'); } catch (error) { /* it tells of this panic once more, then */ } });
on('mulai', () => { if (taken) ask(); else offer.showModal(); });
on('tanpa', ask);
on('kosongkan', begin);

const count = (n, one, more) => `${n} ${n === 1 ? one : more}`;
const say = (id, ...sentences) => { document.getElementById(id).textContent = sentences.filter(Boolean).join(' '); };

/** The last word before everything goes: what would be lost, as far as it can be read. */
async function ask() {
  offer.close();
  const { texts, files, drafts, unread } = await loss();
  const none = texts + files + drafts === 0;
  say('hilang', none ? 'Tidak ditemukan yang belum sampai di server.' : `Belum sampai di server, dan hilang dari sini: ${texts} catatan, ${files} berkas, ${drafts} ketikan.`,
    unread && 'Sebagian simpanan tidak terbaca: mungkin ada lebih banyak.', taken ? 'Pastikan berkas unduhannya ada.' : 'Anda belum mengunduhnya.');
  say('lost', none ? 'Nothing was found that the server lacks.' : `Not on the server yet, and lost here: ${count(texts, 'entry', 'entries')}, ${count(files, 'file', 'files')}, ${count(drafts, 'draft', 'drafts')}.`,
    unread && 'Some of it cannot be read: there may be more.', taken ? 'Make sure that the downloaded file is there.' : 'You have not downloaded it.');
  last.showModal();
}

async function begin() {
  last.close();
  status.textContent = 'Mengosongkan… · Emptying…';
  try {
    await empty(() => { status.textContent = 'Tutup tab Bukti yang lain; sesudah itu ini berlanjut sendiri. · Close the other tabs of Bukti; this goes on by itself then.'; });
    location.replace('/masuk');
  } catch (error) {
    status.textContent = `Belum dikosongkan: ${error.message}. Cari sinyal, karena masuk lagi memerlukannya, lalu coba lagi. · Not emptied yet: find a signal, which signing in needs, then try again.`;
  }
}

async function download(button) {
  const buttons = document.querySelectorAll('[data-unduh]');
  for (const each of buttons) each.disabled = true;
  try {
    const { blob, entries, problems } = await gather((n) => { status.textContent = `Menyalin… ${n} · Copying… ${n}`; });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `bukti-data-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, '')}.jsonl`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    const some = problems.length ? ` ${problems.length} bagian tidak terbaca; sebabnya tertulis dalam berkas. · ${problems.length} parts could not be read; the file says why.` : '';
    taken = true;
    status.textContent = `${entries} data disalin ke berkas unduhan. · ${entries} entries copied to the download.${some}`;
  } catch (error) {
    status.textContent = `Data belum tersalin: ${error.message}. Tutup tab Bukti yang lain, lalu coba lagi. · Not copied yet: close the other tabs of Bukti, then try again.`;
  } finally {
    for (const each of buttons) each.disabled = false;
    if (offer.open) { if (taken) ask(); } else button.focus();
  }
}

/** Collects everything into a Blob of Blobs, which the browser may keep on disk: memory stays at one batch. */
async function gather(tell) {
  const parts = [];
  const problems = [];
  let entries = 0;
  const put = (object) => parts.push(new Blob([`${JSON.stringify(object)}\n`]));
  put({ format: 'bukti-ekspor', version: 1, at: new Date().toISOString(), build: '__BUILD__', agent: navigator.userAgent });
  try {
    for (let i = 0; i < localStorage.length; i += 1) {
      const key = localStorage.key(i);
      put({ local: key, value: localStorage.getItem(key) });
      entries += 1;
    }
  } catch (error) { problems.push(`localStorage: ${error.message}`); }
  for (const name of await names(problems)) {
    try {
      const db = await open(name);
      for (const store of db.objectStoreNames) {
        const problem = (key, error) => problems.push(`${name}/${store}/${key}: ${error.message}`);
        try {
          for await (const [keys, values] of batches(db, store, problem)) {
            for (let i = 0; i < keys.length; i += 1) put({ db: name, store, key: await plain(keys[i]), value: await plain(values[i]) });
            entries += keys.length;
            tell(entries);
          }
        } catch (error) { problem('', error); }
      }
      db.close();
    } catch (error) { problems.push(`${name}: ${error.message}`); }
  }
  put({ end: true, entries, problems });
  return { blob: new Blob(parts, { type: 'application/x-ndjson' }), entries, problems };
}

function base64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

async function plain(value) {
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof ArrayBuffer) return { $b64: base64(new Uint8Array(value)), $type: 'ArrayBuffer' };
  if (ArrayBuffer.isView(value)) return { $b64: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)), $type: value.constructor.name };
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Blob) return { $blob: base64(new Uint8Array(await value.arrayBuffer())), $type: value.type };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (value instanceof Map) return { $map: await Promise.all([...value].map(plain)) };
  if (value instanceof Set) return { $set: await Promise.all([...value].map(plain)) };
  if (Object.getPrototypeOf(value) !== Object.prototype) return { $unreadable: value.constructor.name };
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await plain(inner)])));
}
