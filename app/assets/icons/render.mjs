// Makes the PNG icons from the drawings with a headless Chromium: `node app/assets/icons/render.mjs`.
// Their output is committed; run it only when a drawing changes. CHROMIUM names another browser.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const out = join(here, '../root/icons');
const icons = [
  [join(out, 'ikon.svg'), 192, 'ikon-192.png'],
  [join(out, 'ikon.svg'), 512, 'ikon-512.png'],
  [join(here, 'maskable.svg'), 512, 'maskable-512.png'],
  [join(here, 'mono.svg'), 512, 'mono-512.png'],
  [join(here, 'apple-touch-icon.svg'), 180, 'apple-touch-icon.png'],
];
const work = mkdtempSync(join(tmpdir(), 'ikon-'));
try {
  for (const [source, size, name] of icons) {
    const page = join(work, 'page.html');
    writeFileSync(page, `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${readFileSync(source, 'utf8')}`);
    execFileSync(process.env.CHROMIUM ?? 'chromium', [
      '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=1', '--default-background-color=00000000',
      `--user-data-dir=${join(work, 'profile')}`, `--window-size=${size},${size}`, `--screenshot=${join(out, name)}`, `file://${page}`,
    ], { stdio: 'ignore' });
    console.log(name);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
