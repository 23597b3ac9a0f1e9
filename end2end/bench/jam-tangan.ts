// What a page notes of its own store and network while it is measured, and the floor that it stands on:
// raw IndexedDB in the same page.
import type { Page } from '@playwright/test';

interface Noted {
  /** When the first database of a person was opened, by `performance.now()`. */
  opened?: number;
  /** When the last transaction ended that wrote pulled records. */
  pulled?: number;
  /** Called when a transaction ends that wrote an outbox entry, with the durability that it asked for. */
  stored: ((durability: IDBTransactionDurability) => void)[];
  /** When the last timer rang: a draft waits for one, and is written in its task. */
  rang: number;
  /** Called when a transaction ends that wrote a draft. */
  drafted: ((draft: Drafted) => void)[];
  /** The app's linear memory. */
  memory?: WebAssembly.Memory;
  /** When a list was painted. */
  painted?: number;
}

/** A draft on the disk. */
interface Drafted {
  durability: IDBTransactionDurability;
  /** From its timer to the disk, in milliseconds. */
  took: number;
}

type Watched = { bukti: Noted };

/** Runs in the page before its scripts (`addInitScript`), so it holds all that it needs. */
export function note(): void {
  const noted: Noted = { stored: [], rang: NaN, drafted: [] };
  (globalThis as unknown as Watched).bukti = noted;
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (name, ...rest) {
    if (/^bukti-[0-9a-f]{8}-/.test(name)) noted.opened ??= performance.now();
    return open.call(this, name, ...rest);
  };
  const wait = globalThis.setTimeout;
  const ring = (then: (...given: unknown[]) => void, ms?: number, ...given: unknown[]): unknown =>
    wait(() => {
      noted.rang = performance.now();
      then(...given);
    }, ms);
  Object.assign(globalThis, { setTimeout: ring });
  const known = new Set<string>();
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const ended = this.name === 'segments' ? () => (noted.pulled = performance.now()) : null;
    if (ended) this.transaction.addEventListener('complete', ended);
    // An entry's first writing is the answer; later ones only move it on ("sent").
    const key = this.name === 'outbox' ? JSON.stringify(given[1]) : null;
    if (key !== null && !known.has(key)) {
      known.add(key);
      const { durability } = this.transaction;
      this.transaction.addEventListener('complete', () => noted.stored.splice(0).forEach((tell) => tell(durability)));
    }
    if (this.name === 'meta' && String(given[1]).startsWith('bukti.draf/')) {
      const [{ durability }, { rang }] = [this.transaction, noted];
      this.transaction.addEventListener('complete', () => {
        const took = performance.now() - rang;
        noted.drafted.splice(0).forEach((tell) => tell({ durability, took }));
      });
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
  /** An answer, which is a strict write: from the touch to the disk, in milliseconds. */
  app: number[];
  /** From the touch to the first frame that shows it. */
  frame: number[];
  /** The same of a bare word that a page changes at once: what a frame costs whoever draws it. */
  bare: number[];
  /** What an answer puts (a record and an outbox entry), raw, strict and relaxed. */
  strict: number[];
  relaxed: number[];
  /**
   * A draft of the item's note, which is the relaxed write that a person causes: what else the app writes so (news,
   * how far a file was sent, the reserve) comes with sync or in quiet moments. It waits a quarter of a second for
   * what is typed next, so it is measured from the end of that wait to the disk.
   */
  draft: number[];
  /** What a draft puts, raw and relaxed, and from a timer too. */
  rawDraft: number[];
}

/**
 * Answers the open item anew so many times, each time followed by a raw write of each durability, and every other time
 * by a draft and the raw write of one.
 */
export const write = (page: Page, times: number): Promise<Writes> =>
  page.evaluate(async (times) => {
    const noted = (globalThis as unknown as Watched).bukti;
    const floor = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('lantai', 1);
      opening.onupgradeneeded = () => ['segments', 'outbox', 'meta'].forEach((store) => opening.result.createObjectStore(store));
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => resolve(opening.result);
    });
    let key = 0;
    /** Puts so many characters into each of these stores at once. */
    const raw = async (durability: IDBTransactionDurability, sizes: Record<string, number>): Promise<number> => {
      key += 1;
      const puts = Object.entries(sizes).map(([store, size]) => [store, `${key} `.padEnd(size, 'jawaban butir penilaian ')] as const);
      const begun = performance.now();
      const transaction = floor.transaction(Object.keys(sizes), 'readwrite', { durability });
      const ended = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = reject;
      });
      for (const [store, text] of puts) transaction.objectStore(store).put(text, key);
      await ended;
      return performance.now() - begun;
    };
    // As many characters as the app puts.
    const [answer, draft] = [{ segments: 390, outbox: 600 }, { meta: 270 }];
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
    const note = document.querySelector<HTMLTextAreaElement>('textarea#catatan');
    if (!note) throw new Error('no note to type');
    const took: Writes = { app: [], frame: [], bare: [], strict: [], relaxed: [], draft: [], rawDraft: [] };
    for (let nth = 0; nth < times; nth += 1) {
      const radios = [...document.querySelectorAll<HTMLInputElement>('label.choice input[type=radio]')];
      const other = radios.find((radio) => !radio.checked);
      if (!other) throw new Error('nothing to choose');
      await moment(nth);
      const begun = performance.now();
      const stored = new Promise<IDBTransactionDurability>((resolve) => noted.stored.push(resolve));
      // What the page shows of it: the first frame after it changed something.
      const frame = framed(document.querySelector('.p-butir')!, begun);
      other.click();
      const durability = await stored;
      took.app.push(performance.now() - begun);
      if (durability !== 'strict') throw new Error(`an answer was kept ${durability}`);
      took.frame.push(await frame);
      await rested();
      took.strict.push(await raw('strict', answer));
      await rested();
      took.relaxed.push(await raw('relaxed', answer));
      await moment(nth);
      const bare = framed(word, performance.now());
      word.textContent = `${nth}`;
      took.bare.push(await bare);
      if (nth % 2 === 1) continue;
      const drafted = new Promise<Drafted>((resolve) => noted.drafted.push(resolve));
      note.value = `${nth} `.padEnd(200, 'notula rapat belum ditandatangani ');
      note.dispatchEvent(new Event('input', { bubbles: true }));
      // In the middle of the draft's wait: whoever comes after a rest finds a slower processor, so both do.
      await new Promise((resolve) => setTimeout(resolve, 125));
      took.rawDraft.push(await raw('relaxed', draft));
      const kept = await drafted;
      took.draft.push(kept.took);
      if (kept.durability !== 'relaxed') throw new Error(`a draft was kept ${kept.durability}`);
    }
    cancelAnimationFrame(frames);
    port1.close();
    word.remove();
    floor.close();
    return took;
  }, times);
