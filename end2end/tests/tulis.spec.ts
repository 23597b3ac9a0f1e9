// What people write meets what others write: nobody's words are replaced unseen, and tasks go from one to
// another and back.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, openItem, settled } from '../fixtures/app.ts';
import { database } from '../fixtures/simpanan.ts';
import { look } from '../fixtures/look.ts';

const AREA = 'manajemen-perubahan';

test('a note that was begun before a colleague wrote keeps the colleague’s words beside it', async ({ device }) => {
  const [siti, rina] = [await device(), await device()];
  await signIn(siti, 'siti');
  await signIn(rina, 'rina');
  await openItem(siti, AREA);
  const item = new URL(siti.url()).pathname;
  await rina.goto(item);
  await expect(rina.locator('.p-butir h1')).toBeVisible();
  const save = (page: typeof siti) =>
    page.getByRole('region', { name: 'Catatan', exact: true }).getByRole('button', { name: 'Simpan' }).click();

  // Siti types and doesn't save. Rina writes a note and an answer; the answer shows that Siti has both.
  await siti.locator('#catatan').fill('Rapat kedua sudah.');
  await rina.locator('#catatan').fill('Daftar hadir belum ada.');
  await save(rina);
  await answer(rina, 1);
  await expect(siti.getByRole('radio').nth(1)).toBeChecked({ timeout: 45_000 });
  await expect(siti.locator('#catatan')).toHaveValue('Rapat kedua sudah.');
  // The tab goes and comes back: what was typed, and what it was typed over, are still known.
  await siti.reload();
  await expect(siti.locator('#catatan')).toHaveValue('Rapat kedua sudah.');
  await save(siti);
  for (const page of [siti, rina]) {
    const differs = page.getByRole('region', { name: 'Catatan: dua isian berbeda' });
    await expect(differs.locator('article')).toHaveCount(2, { timeout: 45_000 });
    await expect(differs).toContainText('Rapat kedua sudah.');
    await expect(differs).toContainText('Daftar hadir belum ada.');
  }
});

test('a field that nobody typed in shows what a colleague writes', async ({ device }) => {
  const [siti, rina] = [await device(), await device()];
  await signIn(siti, 'siti');
  await signIn(rina, 'rina');
  await openItem(siti, AREA);
  await rina.goto(new URL(siti.url()).pathname);
  await expect(rina.locator('.p-butir h1')).toBeVisible();
  await rina.locator('#catatan').fill('Notula menyusul.');
  await rina.getByRole('region', { name: 'Catatan', exact: true }).getByRole('button', { name: 'Simpan' }).click();
  await expect(siti.locator('#catatan')).toHaveValue('Notula menyusul.', { timeout: 45_000 });
});

test('a task is given, seen on the other’s home page, ticked off with an undo, and seen as done', async ({ device }) => {
  const [agus, siti] = [await device(), await device()];
  await signIn(agus, 'agus');
  await signIn(siti, 'siti');
  await settled(siti);
  await openItem(agus, AREA);
  const item = new URL(agus.url()).pathname;
  await agus.getByRole('button', { name: 'Beri tugas', exact: true }).click();
  await agus.getByRole('button', { name: 'Beri tugas ini' }).click();
  await expect(agus.locator('#tugas-judul')).toBeFocused();
  await look(agus, 'lembar-tugas');
  await agus.locator('#tugas-judul').fill('Foto papan pengumuman');
  // Long due, so that it stands among the first on her home page.
  await agus.locator('#tugas-tenggat').fill('2026-02-02');
  await agus.locator('#tugas-kepada').selectOption({ label: 'Siti Nurhayati' });
  await agus.getByRole('button', { name: 'Beri tugas ini' }).click();
  await expect(agus.locator('.toast')).toContainText('Tugas diberikan');
  await look(agus, 'pemberitahuan');

  await siti.goto('/');
  const tick = siti.getByRole('button', { name: 'Tandai selesai: Foto papan pengumuman' });
  await expect(tick).toBeVisible({ timeout: 45_000 });
  await tick.click();
  await expect(tick).toHaveCount(0);
  await siti.locator('.toast').getByRole('button', { name: 'Urungkan' }).click();
  await expect(tick).toBeVisible();
  await tick.click();
  await expect(tick).toHaveCount(0);
  await agus.goto(item);
  await expect(agus.getByRole('checkbox', { name: /Foto papan pengumuman/ })).toBeChecked({ timeout: 45_000 });
});

test('two taps faster than the disk are one answer after the other, and no conflict', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await openItem(page, AREA);
  const item = page.url();
  // All within one task: nothing can be on the disk in between.
  await page.evaluate(() => {
    const radios = document.querySelectorAll<HTMLInputElement>('label.choice input[type=radio]');
    for (let nth = 0; nth < 5; nth += 1) radios[nth % 2]!.click();
  });
  await expect(page.locator('.toast').last()).toBeVisible();
  await expect(page.getByRole('radio').nth(0)).toBeChecked();
  await settled(page);
  await page.goto(item);
  await expect(page.getByRole('radio').nth(0)).toBeChecked();
  await expect(page.getByText('Dua jawaban berbeda')).toHaveCount(0);
});

/** Lets nothing reach the outbox until it is let go: another's transaction has it. */
async function holdOutbox(page: Page): Promise<() => Promise<void>> {
  const name = await database(page);
  await page.evaluate(
    (name) =>
      new Promise<void>((begun) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          const db = opening.result;
          const outbox = db.transaction('outbox', 'readwrite').objectStore('outbox');
          Object.assign(globalThis, { isHeld: true });
          const hold = (): void => {
            if ((globalThis as unknown as { isHeld: boolean }).isHeld) outbox.count().onsuccess = hold;
            else db.close();
          };
          hold();
          begun();
        };
      }),
    name,
  );
  return () => page.evaluate(() => void Object.assign(globalThis, { isHeld: false }));
}

/** Whether the browser would let the page go without a question. */
const leaves = (page: Page): Promise<boolean> => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })));

test('an answer counts on the screen while the disk is slow, and is called saved only once it is there', async ({ line, device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  await expect(page.locator('.seal-line')).toContainText('Belum diisi');
  line.cut();
  const letGo = await holdOutbox(page);
  await page.locator('label.choice').nth(0).click();
  await expect(page.locator('.seal-line')).not.toContainText('Belum diisi');
  await expect(page.locator('.p-butir')).not.toContainText('di ponsel ini');
  await expect(page.locator('.toast')).toHaveCount(0);
  // What takes its time is told to be in memory only, and isn't left unasked.
  const unsaved = page.getByRole('link', { name: /^Belum tersimpan/ });
  await expect(unsaved).toBeVisible();
  expect(await leaves(page)).toBe(false);
  await letGo();
  await expect(page.locator('.toast')).toBeVisible();
  await expect(page.getByRole('radio').nth(0)).toBeChecked();
  await expect(unsaved).toHaveCount(0);
  expect(await leaves(page)).toBe(true);
});

test('nobody differs from themselves: a page that was left, a way back, and a slow disk', async ({ device }) => {
  const page = await device();
  await signIn(page, 'siti');
  await settled(page);
  await openItem(page, AREA);
  const item = page.url();
  const chosen = (nth: number) => expect(page.getByRole('radio').nth(nth)).toBeChecked();
  let letGo = await holdOutbox(page);
  await page.locator('label.choice').nth(0).click();
  await chosen(0);
  await page.getByRole('link', { name: /^Kembali/ }).click();
  await page.locator(`a.row[href="${new URL(item).pathname}"]`).click();
  await expect(page.locator('.seal-line')).not.toContainText('Belum diisi');
  await chosen(0);
  await page.locator('label.choice').nth(1).click();
  await letGo();
  await expect(page.locator('.toast').filter({ hasText: 'Jawaban menjadi B' })).toBeVisible();

  // The second answer is taken back while a third is on its way.
  letGo = await holdOutbox(page);
  await page.locator('label.choice').nth(2).click();
  await page.locator('.toast').getByRole('button', { name: 'Urungkan' }).last().click();
  await letGo();
  await settled(page);
  await page.goto(item);
  await chosen(0);
  await expect(page.getByText('Dua jawaban berbeda')).toHaveCount(0);
});
