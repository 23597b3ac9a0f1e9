// What a page notes of its own store and network while it is measured, and the floor that it stands on:
// raw IndexedDB in the same page.
import type { Page } from '@playwright/test';

interface Noted {
  /** When the first database of a person was opened, by `performance.now()`. */
  opened?: number;
  /** When the last transaction ended that wrote pulled records. */
  pulled?: number;
  /** Called when a transaction ends that wrote an outbox entry. */
  stored: (() => void)[];
  /** The app's linear memory. */
  memory?: WebAssembly.Memory;
  /** When a list was painted. */
  painted?: number;
}

type Watched = { bukti: Noted };

/** Runs in the page before its scripts (`addInitScript`), so it holds all that it needs. */
export function note(): void {
  const noted: Noted = { stored: [] };
  (globalThis as unknown as Watched).bukti = noted;
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (name, ...rest) {
    if (/^bukti-[0-9a-f]{8}-/.test(name)) noted.opened ??= performance.now();
    return open.call(this, name, ...rest);
  };
  const known = new Set<string>();
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const ended = this.name === 'segments' ? () => (noted.pulled = performance.now()) : null;
    if (ended) this.transaction.addEventListener('complete', ended);
    // An entry's first writing is the answer; later ones only move it on ("sent").
    const key = this.name === 'outbox' ? JSON.stringify(given[1]) : null;
    if (key !== null && !known.has(key)) {
      known.add(key);
      this.transaction.addEventListener('complete', () => noted.stored.splice(0).forEach((tell) => tell()));
    }
    return put.apply(this, given);
  };
  const keep = (result: WebAssembly.WebAssemblyInstantiatedSource | WebAssembly.Instance): void => {
    const exports = ('instance' in result ? result.instance : result).exports;
    noted.memory ??= exports.memory as WebAssembly.Memory;
  };
  for (const name of ['instantiate', 'instantiateStreaming'] as const) {
    const real = WebAssembly[name] as (...given: unknown[]) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;
    Object.assign(WebAssembly, {
      [name]: async (...given: unknown[]) => {
        const result = await real(...given);
        keep(result);
        return result;
      },
    });
  }
  const look = (): void => {
    if (document.querySelector('#isi a.row')) requestAnimationFrame(() => (noted.painted = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** When the first pull was asked for, and when the last of it was stored, in milliseconds. */
export const pulled = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const asked = performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('/api/v1/sync/pull'));
    const { pulled = NaN } = (globalThis as unknown as Watched).bukti;
    return pulled - Math.min(...asked.map((entry) => entry.startTime));
  });

/** From opening the store to the painted list. */
export const started = async (page: Page): Promise<number> => {
  const took = await page.waitForFunction(() => {
    const { opened, painted } = (globalThis as unknown as Watched).bukti;
    return opened !== undefined && painted !== undefined ? painted - opened : null;
  });
  return (await took.jsonValue()) as number;
};

/** The app's linear memory in bytes. */
export const wasmBytes = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as Watched).bukti.memory?.buffer.byteLength ?? NaN);

export interface Writes {
  /** From the touch to the disk, in milliseconds. */
  app: number[];
  /** From the touch to the first frame that shows it. */
  frame: number[];
  /** The same of a bare word that a page changes at once: what a frame costs whoever draws it. */
  bare: number[];
  /** Record and outbox entry raw, strict and relaxed. */
  strict: number[];
  relaxed: number[];
}

/** Answers the open item anew so many times, each time followed by one raw write of each durability. */
export const write = (page: Page, times: number): Promise<Writes> =>
  page.evaluate(async (times) => {
    const noted = (globalThis as unknown as Watched).bukti;
    const floor = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('lantai', 1);
      opening.onupgradeneeded = () => ['segments', 'outbox'].forEach((store) => opening.result.createObjectStore(store));
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => resolve(opening.result);
    });
    let key = 0;
    const raw = async (durability: IDBTransactionDurability): Promise<number> => {
      const begun = performance.now();
      const transaction = floor.transaction(['segments', 'outbox'], 'readwrite', { durability });
      const ended = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = reject;
      });
      key += 1;
      transaction.objectStore('segments').put(`${key} `.padEnd(390, 'catatan rapat monitoring '), key);
      transaction.objectStore('outbox').put(`${key} `.padEnd(600, 'jawaban butir penilaian '), key);
      await ended;
      return performance.now() - begun;
    };
    // What the app draws after an answer is nobody's write: each measure begins when the page has rested.
    const rested = (): Promise<unknown> => new Promise((resolve) => requestIdleCallback(resolve));
    // A finger comes at any moment of a frame, not always at its beginning as idle time does.
    const moment = async (nth: number): Promise<void> => {
      await rested();
      const until = performance.now() + ((nth * 7) % 17);
      while (performance.now() < until) await new Promise((resolve) => setTimeout(resolve));
    };
    // A message that is sent while a frame is made arrives when it is painted.
    const { port1, port2 } = new MessageChannel();
    const painted: (() => void)[] = [];
    port1.onmessage = () => painted.splice(0).forEach((tell) => tell());
    // What changes while a frame is made is in that frame, anything else in the next one.
    let making = false;
    let frames = requestAnimationFrame(function made() {
      making = true;
      painted.push(() => (making = false));
      port2.postMessage(null);
      frames = requestAnimationFrame(made);
    });
    const framed = (where: Element, begun: number): Promise<number> =>
      new Promise((resolve) => {
        const tell = (): number => painted.push(() => resolve(performance.now() - begun));
        const watch = new MutationObserver(() => {
          watch.disconnect();
          if (making) tell();
          else requestAnimationFrame(tell);
        });
        watch.observe(where, { subtree: true, childList: true, attributes: true, characterData: true });
      });
    const word = document.body.appendChild(document.createElement('p'));
    const took: Writes = { app: [], frame: [], bare: [], strict: [], relaxed: [] };
    for (let nth = 0; nth < times; nth += 1) {
      const radios = [...document.querySelectorAll<HTMLInputElement>('label.choice input[type=radio]')];
      const other = radios.find((radio) => !radio.checked);
      if (!other) throw new Error('nothing to choose');
      await moment(nth);
      const begun = performance.now();
      const stored = new Promise<void>((resolve) => noted.stored.push(resolve));
      // What the page shows of it: the first frame after it changed something.
      const frame = framed(document.querySelector('.p-butir')!, begun);
      other.click();
      await stored;
      took.app.push(performance.now() - begun);
      took.frame.push(await frame);
      await rested();
      took.strict.push(await raw('strict'));
      await rested();
      took.relaxed.push(await raw('relaxed'));
      await moment(nth);
      const bare = framed(word, performance.now());
      word.textContent = `${nth}`;
      took.bare.push(await bare);
    }
    cancelAnimationFrame(frames);
    port1.close();
    word.remove();
    floor.close();
    return took;
  }, times);
