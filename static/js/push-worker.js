/* The service worker: shows what the portal sent, and opens the page it is about. It keeps nothing. */
"use strict";

self.addEventListener("push", (event) => {
  const told = event.data?.json();
  if (!told) return;
  const { title, body, lang, tag, path } = told;
  event.waitUntil(self.registration.showNotification(title, { body, lang, tag, data: { path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const page = new URL(event.notification.data.path, self.location.origin);
  if (page.origin === self.location.origin) event.waitUntil(self.clients.openWindow(page.href));
});
