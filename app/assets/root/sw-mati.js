// The kill switch: served in the place of /sw.js when a server is told to (see its flags), if a worker ever does harm.
// It takes itself and the kept files of the app away. It never touches IndexedDB or localStorage: what people wrote and
// photographed stays. Pages that are open go on; the next load comes from the network.
'use strict';

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
