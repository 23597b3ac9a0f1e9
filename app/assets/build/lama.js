// Runs only where modules are unknown (nomodule), so it is written for such browsers: it shows the message of shell.html.
(function () {
  var pesan = document.getElementById('lama');
  var isi = document.getElementById('app');
  if (isi) { isi.setAttribute('hidden', ''); }
  if (pesan) { pesan.removeAttribute('hidden'); }
}());
