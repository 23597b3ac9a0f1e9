// Reads what a photograph says about itself before it is re-encoded (which drops all of it): when it was taken, how it lies,
// whether it knows the place. Only these; a broken or strange block is read as "says nothing", never as an error.

const TAG = { orientation: 0x0112, exif: 0x8769, gps: 0x8825, taken: 0x9003, digitized: 0x9004, changed: 0x0132 };
const WIDTH = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 }; // bytes of one value, by TIFF type

/**
 * @param {ArrayBuffer} buffer the whole file
 * @returns {{taken: string|null, orientation: number, gps: boolean, place: {lat: number, lon: number}|null}}
 *   taken: local time as the camera wrote it, `2026-10-02T09:41:00`, without a zone; place: degrees, null when unreadable.
 */
export function readExif(buffer) {
  const nothing = { taken: null, orientation: 1, gps: false, place: null };
  try {
    const at = findTiff(new Uint8Array(buffer));
    return at < 0 ? nothing : readTiff(new DataView(buffer, at));
  } catch (error) { // a RangeError: an offset leads outside the file
    return nothing;
  }
}

/** Where the TIFF block begins: JPEG APP1, PNG eXIf, WebP EXIF, else (HEIC) the first "Exif\0\0" in the first 512 KiB. */
function findTiff(bytes) {
  const text = (at, s) => [...s].every((c, i) => bytes[at + i] === c.charCodeAt(0));
  const u32 = (at) => ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff;) {
      const marker = bytes[at + 1];
      if (marker === 0xda || marker === 0xd9) return -1; // the picture begins: no block came before it
      if (marker === 0xe1 && text(at + 4, 'Exif\0\0')) return at + 10;
      at += 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
    }
    return -1;
  }
  if (text(1, 'PNG')) {
    for (let at = 8; at + 8 < bytes.length; at += 12 + u32(at)) if (text(at + 4, 'eXIf')) return at + 8;
    return -1;
  }
  if (text(8, 'WEBP')) {
    for (let at = 12; at + 8 < bytes.length;) {
      const size = bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
      if (text(at, 'EXIF')) return text(at + 8, 'Exif\0\0') ? at + 14 : at + 8;
      if (size < 0) return -1;
      at += 8 + size + (size & 1);
    }
    return -1;
  }
  const end = Math.min(bytes.length, 1 << 19);
  for (let at = 0; at < end; at += 1) if (bytes[at] === 0x45 && text(at, 'Exif\0\0')) return at + 6;
  return -1;
}

function readTiff(view) {
  const little = view.getUint16(0) === 0x4949;
  if (view.getUint16(2, little) !== 42) return { taken: null, orientation: 1, gps: false, place: null };
  /** One directory as tag → {type, count, at}: `at` is where the value lies. */
  const directory = (at) => {
    const entries = new Map();
    const count = view.getUint16(at, little);
    for (let i = 0; i < count; i += 1) {
      const e = at + 2 + i * 12;
      const type = view.getUint16(e + 2, little);
      const n = view.getUint32(e + 4, little);
      const inside = (WIDTH[type] || 1) * n <= 4;
      entries.set(view.getUint16(e, little), { type, count: n, at: inside ? e + 8 : view.getUint32(e + 8, little) });
    }
    return entries;
  };
  const ascii = (entry) => {
    if (!entry || entry.type !== 2) return '';
    let out = '';
    for (let i = 0; i < Math.min(entry.count, 64); i += 1) out += String.fromCharCode(view.getUint8(entry.at + i));
    return out.replace(/\0.*$/s, '');
  };
  const angle = (entry, negative) => { // degrees, minutes, seconds as three fractions
    const part = (i) => view.getUint32(entry.at + i * 8, little) / view.getUint32(entry.at + i * 8 + 4, little);
    return (part(0) + part(1) / 60 + part(2) / 3600) * (negative ? -1 : 1);
  };

  const main = directory(view.getUint32(4, little));
  const pointer = (tag) => (main.has(tag) ? directory(view.getUint32(main.get(tag).at, little)) : new Map());
  const photo = pointer(TAG.exif);
  const gps = pointer(TAG.gps);
  const turned = main.has(TAG.orientation) ? view.getUint16(main.get(TAG.orientation).at, little) : 1;
  let place = null;
  if (gps.has(2) && gps.has(4)) {
    const lat = angle(gps.get(2), ascii(gps.get(1)) === 'S');
    const lon = angle(gps.get(4), ascii(gps.get(3)) === 'W');
    if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) place = { lat, lon };
  }
  return {
    taken: localTime(ascii(photo.get(TAG.taken)) || ascii(photo.get(TAG.digitized)) || ascii(main.get(TAG.changed))),
    orientation: turned >= 1 && turned <= 8 ? turned : 1,
    gps: gps.has(2) || gps.has(4),
    place,
  };
}

/** `2026:10:02 09:41:00` → `2026-10-02T09:41:00`; null for blanks and the zeros of a camera whose clock was never set. */
function localTime(text) {
  const m = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(text);
  return m && m[1] !== '0000' && m[2] !== '00' && m[3] !== '00' ? `${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}` : null;
}
