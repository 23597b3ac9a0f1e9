// The offline page of the admin addresses: shows the roll-up as this device last saw it, if whoever is signed in here saw it.
// `app/src/admin/rekap.rs` keeps it in localStorage `bukti.rekap`: {person, at, means: [row], offices: [row]}, a row being
// {name, proven, spoken, widths: [verified, evidenced, claimed] in hundredths of a per cent}, in the words that the page had.

function read(key) {
  try { return localStorage.getItem(key); } catch (error) { return null; }
}

function parsed(key) {
  try { return JSON.parse(read(key)); } catch (error) { return null; }
}

const theme = read('bukti.tema');
if (theme === 'terang' || theme === 'gelap') document.documentElement.dataset.theme = theme;
const seat = parsed('bukti.masuk');
const seen = parsed('bukti.rekap');

function show({ at, means, offices }) {
  const place = document.getElementById('rekap');
  const english = read('bukti.bahasa') === 'en';
  for (const words of place.querySelectorAll('[data-bahasa]')) words.hidden = (words.lang === 'en') !== english;
  place.querySelector('[data-per]').textContent = at;
  place.querySelector('[data-rata]').append(...means.map(row));
  place.querySelector('[data-satker]').append(...offices.map(row));
  place.hidden = false;
}

/** A name, its proven share, and the bar of its parts. */
function row({ name, proven, spoken, widths }) {
  const line = make('p', {}, [make('span', {}, [name]), make('b', { class: 'num' }, [proven])]);
  return make('li', {}, [line, bar(spoken, widths)]);
}

function bar(spoken, widths) {
  let x = 0;
  const parts = [drawn('rect', { class: 'm' })];
  for (const [n, classes] of [['v'], ['b', 'bi'], ['k', 'ki']].entries()) {
    for (const each of widths[n] > 0 ? classes : []) parts.push(drawn('rect', { class: each, x: `${x / 100}%`, width: `${widths[n] / 100}%` }));
    x += widths[n];
  }
  return drawn('svg', { class: 'bar', role: 'img', 'aria-label': spoken }, [drawn('g', {}, parts)]);
}

const make = (name, attributes, children) => filled(document.createElement(name), attributes, children);
const drawn = (name, attributes, children = []) => filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

if (seen && seat && seat.resident && seat.resident.person === seen.person) show(seen);
