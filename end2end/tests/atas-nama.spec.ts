// A filled worksheet goes into a cycle in somebody's name: the item's history says who spoke, and for whom.
import fs from 'node:fs';
import { expect, signIn, test } from '../fixtures/index.ts';
import { settled } from '../fixtures/app.ts';
import { look, visit } from '../fixtures/look.ts';
import { bukti } from '../fixtures/server.ts';
import { workbook } from '../fixtures/workbook.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const ROWS = [
  ['LEMBAR KERJA EVALUASI ZONA INTEGRITAS'],
  [],
  ['Penilaian', '', '', '', '', 'Bobot', 'Pilihan Jawaban', 'Jawaban (Unit)', 'Catatan', 'Tautan Bukti'],
  ['A.', 'Pengungkit', '', '', '', '60'],
  ['', 'I.', 'Pemenuhan', '', '', '30'],
  ['', '', '1.', 'Manajemen Perubahan', '', '4'],
  ['', '', '', 'i.', 'Tim Kerja', '0,5'],
  ['', '', '', '', 'a. Tim kerja pembangunan ZI sudah dibentuk di satker', '', 'Ya/Tidak', 'Tidak', 'SK dicabut'],
];

test('an answer that came from a worksheet isn’t told as typed', async ({ server, device }, info) => {
  const file = info.outputPath('lke-isi.xlsx');
  fs.writeFileSync(file, workbook('LKE', ROWS));
  const told = bukti('instrument', 'import', file, '--data', server.data, '--answers', '--as', 'siti', '--replace');
  expect(told).toContain('A.I.1.i.a');

  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await visit(page, '/lke/manajemen-perubahan');
  await page.locator('a.row', { hasText: 'Tim kerja pembangunan ZI' }).first().click();
  const history = page.getByRole('region', { name: 'Riwayat' });
  const line = history.getByRole('listitem').first();
  await expect(line).toContainText('Sistem, atas nama Siti Nurhayati, dari lembar kerja, menjawab Tidak');
  await expect(history).not.toContainText('Anda menjawab Tidak');
  await history.scrollIntoViewIfNeeded();
  await look(page, 'butir-atas-nama');
});
