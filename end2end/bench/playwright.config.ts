// Benchmarks run alone, one after the other, without traces: nothing but the app may cost time.
import base from '../playwright.config.ts';

export default {
  ...base,
  testDir: '.',
  testMatch: '*.bench.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 900_000,
  reporter: [['list']],
  use: { ...base.use, trace: 'off' },
};
