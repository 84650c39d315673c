/* Lets this browser show notices: asks the browser, then sends the form as a person would. */
(() => {
  "use strict";
  const form = document.getElementById("push-form");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;

  const say = (reason) => {
    for (const text of document.querySelectorAll("[data-push-says]")) text.hidden = text.dataset.pushSays !== reason;
  };

  function bytes(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  async function subscribe() {
    const worker = await navigator.serviceWorker.register("/push-worker.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) };
    const { endpoint, keys } = (await worker.pushManager.subscribe(options)).toJSON();
    form.elements.endpoint.value = endpoint;
    form.elements.p256dh.value = keys.p256dh;
    form.elements.auth.value = keys.auth;
    form.submit();
  }

  say(Notification.permission === "denied" ? "denied" : "ready");
  form.hidden = Notification.permission === "denied";

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say("waiting");
    subscribe().catch(() => say(Notification.permission === "denied" ? "denied" : "failed"));
  });
})();
