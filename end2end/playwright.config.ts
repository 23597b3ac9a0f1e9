import { defineConfig } from '@playwright/test';

// Set-up names the browser: the distribution's, or Playwright's own where that has none.
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

// Why each flag: --no-sandbox for root, --disable-gpu for headless machines, the rest keeps the browser
// from calling home where no network is.
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What the walks' browsers say that they run on, unless a walk says otherwise: a phone. */
export const PHONE =
  'Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

export default defineConfig({
  testDir: './tests',
  // One server and several browsers a test: two cores carry two of them.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/results.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromium, args: browserFlags },
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    viewport: { width: 390, height: 844 },
    userAgent: PHONE,
    // Without pictures: a screencast of each page takes a seventh of the processors' time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: false },
  },
});
