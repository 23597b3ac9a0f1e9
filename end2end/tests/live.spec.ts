// What others change arrives at once while both are online: the server nudges, the page pulls.
import { expect, signIn, test } from '../fixtures/index.ts';
import { answer, openItem, settled } from '../fixtures/app.ts';

const AREA = 'manajemen-perubahan';
/** Without a nudge a page looks every ten seconds. */
const LIVE_MS = 2_000;

test('a colleague’s answer shows within two seconds, without a touch', async ({ device }) => {
  const [siti, rina] = [await device(), await device()];
  for (const [page, login] of [[siti, 'siti'], [rina, 'rina']] as const) {
    await signIn(page, login);
    await settled(page);
  }
  await openItem(siti, AREA);
  const listens = rina.waitForResponse((reply) => reply.url().includes('/api/v1/sync/live') && reply.ok());
  await rina.goto(new URL(siti.url()).pathname);
  await expect(rina.locator('label.choice').first()).toBeVisible();
  await listens;

  const arrives = siti.waitForResponse((reply) => reply.url().includes('/api/v1/sync/push') && reply.ok());
  const shown = rina.waitForFunction(() => {
    const choice = document.querySelector<HTMLInputElement>('label.choice input[type=radio]');
    return choice?.checked ? performance.timeOrigin + performance.now() : null;
  });
  await answer(siti, 0);
  await arrives;
  const pushed = Date.now();
  const seen = (await (await shown).jsonValue()) as number;
  expect(seen - pushed).toBeLessThan(LIVE_MS);
});
