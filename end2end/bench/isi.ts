// Ten thousand records of realistic text, pushed to the real server as a device of the head of the team
// pushes them: with the key that the browser made for that device.
import type { Page } from '@playwright/test';

const WHAT = ['Unggah notula rapat', 'Lengkapi daftar hadir', 'Perbaiki rencana kerja', 'Pindai surat keputusan', 'Susun laporan triwulan', 'Tindak lanjuti catatan penilai', 'Perbarui peta proses bisnis', 'Rekap survei kepuasan'];
const WHICH = ['sosialisasi pembangunan zona integritas', 'monitoring dan evaluasi agen perubahan', 'pengendalian gratifikasi', 'penanganan pengaduan masyarakat', 'standar pelayanan informasi publik', 'analisis beban kerja', 'pelatihan pegawai', 'benturan kepentingan'];
const WHERE = ['subbagian keuangan, umum, dan logistik', 'subbagian teknis penyelenggaraan', 'subbagian hukum dan sumber daya manusia', 'subbagian perencanaan, data, dan informasi', 'sekretariat', 'panitia pemilihan kecamatan'];
const WHY = ['tanda tangan ketua belum ada pada halaman terakhir', 'foto kegiatannya belum memperlihatkan tanggal', 'jumlah peserta berbeda dengan daftar hadir', 'dokumennya masih versi tahun lalu', 'target dan realisasinya belum dibandingkan', 'tautan ke laman resmi sudah tidak terbuka'];

/** The title of the nth task: no two are alike, about 200 characters. */
export function title(n: number): string {
  const pick = (list: string[], step: number): string => list[Math.floor(n / step) % list.length]!;
  return `${pick(WHAT, 1)} ${pick(WHICH, 8)} di ${pick(WHERE, 64)} untuk bulan ke-${1 + (n % 12)}, nomor ${n + 1}: ${pick(WHY, 3)}, mohon diselesaikan sebelum kunjungan tim penilai`;
}

/** An op of this device, as it went out: what names person, device, office and cycle. */
export interface Sample {
  actor: string;
  device: string;
  stream: string;
  cycle: string;
}

/** So many of them are tasks; the rest are activities of the plan: tasks may not take the room that is kept for work. */
const TASKS = 5_000;

/** Pushes records with these titles, in requests of 400, from a page of the device's origin. */
export const push = (page: Page, sample: Sample, titles: string[]): Promise<void> =>
  page.evaluate(
    async ({ sample, titles, tasks }) => {
      const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      const base64url = (bytes: Uint8Array): string =>
        btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      const uuid = (): string => {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        new DataView(bytes.buffer).setBigUint64(0, BigInt(Date.now()) << 16n);
        bytes.set(crypto.getRandomValues(new Uint8Array(2)), 6);
        bytes[6] = (bytes[6]! & 0x0f) | 0x70;
        bytes[8] = (bytes[8]! & 0x3f) | 0x80;
        return hex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
      };
      const pair = await new Promise<CryptoKeyPair>((resolve, reject) => {
        const opening = indexedDB.open(`bukti-${sample.actor}`);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('keys').objectStore('keys').get('sign');
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result as CryptoKeyPair);
          };
        };
      });
      const set = (field: string, value: unknown) => ({ edit: 'set', field, value });
      for (let from = 0; from < titles.length; from += 400) {
        const ops = titles.slice(from, from + 400).map((judul, nth) => ({
          v: 1,
          id: uuid(),
          actor: sample.actor,
          device: sample.device,
          at: Date.now(),
          stream: sample.stream,
          cycle: sample.cycle,
          record: { kind: from + nth < tasks ? 'tugas' : 'kegiatan', id: uuid() },
          body: { do: 'write', edits: [set('judul', judul), ...(from + nth < tasks ? [set('selesai', false)] : [])] },
          salt: base64url(crypto.getRandomValues(new Uint8Array(12))),
        }));
        const body = JSON.stringify({ ops });
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)));
        const { actor: person, device } = sample;
        const header = new TextEncoder().encode(
          JSON.stringify({ purpose: 'push', format: 1, person, device, clock: Date.now(), body: hex(digest) }),
        );
        const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, header);
        const reply = await fetch('/api/v1/sync/push', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'bukti-person': person,
            'bukti-header': base64url(header),
            'bukti-signature': base64url(new Uint8Array(signed)),
          },
          body,
        });
        const text = await reply.text();
        if (!reply.ok) throw new Error(`${reply.status} ${text.slice(0, 400)}`);
        const refused = (JSON.parse(text) as { answers: { outcome: string }[] }).answers.find((one) => one.outcome !== 'accepted');
        if (refused) throw new Error(JSON.stringify(refused));
      }
    },
    { sample, titles, tasks: TASKS },
  );
