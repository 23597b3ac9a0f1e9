// Says what a file is by its bytes, never by its name or by what the browser claims. What passes here the server takes
// (`server/src/sniff.rs`; `server/tests/kenali.rs` holds both together): else a file would count as evidence until it is sent.

/** Photographs and pictures: turned, scaled, re-encoded. TIFF is what scanners make: a document. */
export const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/avif', 'image/gif', 'image/bmp'];
/** Refused at capture: what a browser or a computer would run, and what nobody here can open (mail, drawings). */
export const NEVER = ['text/html', 'image/svg+xml', 'application/xml', 'application/x-executable', 'application/x-ole-storage'];

const ZIP_KINDS = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['mimetypeapplication/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
  ['mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'application/vnd.oasis.opendocument.spreadsheet'],
];
const OLE_KINDS = { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' };
const BY_MAGIC = [
  ['\xff\xd8\xff', 0, 'image/jpeg'], ['\x89PNG\r\n\x1a\n', 0, 'image/png'], ['GIF8', 0, 'image/gif'], ['WEBP', 8, 'image/webp'],
  ['%PDF-', 0, 'application/pdf'], ['II*\0', 0, 'image/tiff'], ['MM\0*', 0, 'image/tiff'],
];
const PROGRAMS = ['MZ', '\x7fELF', '#!', '\0asm'];
const TAGS = /^<(!|\?|html|head|body|script|iframe|svg|style|title|object|embed|meta|link|table|div|h1|font|br|p|a|b)/;

/** @param {ArrayBuffer} buffer the whole file; @param {string} name only used where the bytes can't tell (old Office files, text)
 *  @returns {string} a MIME type; `application/octet-stream` when nothing fits */
export function sniff(buffer, name) {
  const head = latin(buffer, 0, 4096);
  const ending = (/\.([a-z0-9]+)$/i.exec(name || '') || ['', ''])[1].toLowerCase();
  for (const [magic, at, type] of BY_MAGIC) if (head.startsWith(magic, at)) return type;
  if (head.startsWith('BM') && head.startsWith('\0\0\0\0', 6)) return 'image/bmp'; // and no note about BMN
  if (head.startsWith('ftyp', 4)) {
    const brands = head.slice(8, 40);
    if (/avif|avis/.test(brands)) return 'image/avif';
    if (/hei[cxms]|hev[cx]|mif1|msf1/.test(brands)) return 'image/heic';
    return 'video/mp4';
  }
  if (head.startsWith('PK\x03\x04')) {
    const names = head + latin(buffer, Math.max(0, buffer.byteLength - 65536), buffer.byteLength); // the directory lies at the end
    const found = ZIP_KINDS.find(([mark]) => names.includes(mark));
    return found ? found[1] : 'application/zip';
  }
  if (head.startsWith('\xd0\xcf\x11\xe0')) return OLE_KINDS[ending] || 'application/x-ole-storage';
  if (PROGRAMS.some((magic) => head.startsWith(magic))) return 'application/x-executable';
  // A text of UTF-16 shows its letters once the zero bytes are left out; byte order marks go too.
  const start = head.replace(/[\0\xef\xbb\xbf\xfe\xff]/g, '').replace(/^[\s\x85]+/, '').slice(0, 512).toLowerCase();
  if (/^(<svg|<\?xml[^>]*>\s*(<!--.*?-->\s*)*(<!doctype svg|<svg))/s.test(start)) return 'image/svg+xml';
  if (TAGS.test(start)) return start.startsWith('<?') ? 'application/xml' : 'text/html';
  if (!head.includes('\0') && ['txt', 'csv', 'md'].includes(ending)) return ending === 'csv' ? 'text/csv' : 'text/plain';
  return 'application/octet-stream';
}

/** Width and height by the header of a JPEG or PNG, as the file has them (not turned); null for others. */
export function pixels(buffer) {
  const view = new DataView(buffer);
  if (view.byteLength > 24 && view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < view.byteLength && view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function latin(buffer, from, to) {
  const bytes = new Uint8Array(buffer, from, Math.min(to, buffer.byteLength) - from);
  let out = '';
  for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return out;
}
