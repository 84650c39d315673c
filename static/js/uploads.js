/* Files go up in pieces: a line that drops goes on where it stopped, also after the page was loaded anew.
   Where this does not run, the form sends files whole, as forms do. Words come from the page. */
(() => {
  "use strict";

  const SMALLEST = 64 * 1024, LARGEST = 1024 * 1024, PIECE_MS = 1500, LONGEST_WAIT = 30_000;
  const base = `/${document.documentElement.lang}/uploads`;
  /* Buttons that load another page, where a file under way would be forgotten: Continue and the language switch. */
  const LEAVING = ["", "_language", "_carry_to"];
  const jobs = [];
  let working = false, pressed = null;

  class SignedOut extends Error {}
  class Refused extends Error {}

  const place = (target) => document.querySelector(`.files[data-target="${CSS.escape(target)}"]`);
  const input = (box) => box.querySelector("input[type=file]");
  const active = () => jobs.filter((job) => !["done", "failed"].includes(job.state));

  function word(box, name, values = {}) {
    const text = box.querySelector("template").content.querySelector(`[data-word=${name}]`).textContent;
    return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  /* Speaking with the server */

  async function ask(method, url, { headers = {}, ...rest } = {}) {
    const token = document.querySelector("[name=csrf_token]").value;
    const answer = await fetch(url, {
      method,
      redirect: "manual",
      headers: { "HX-Request": "true", "X-CSRFToken": token, ...headers },
      ...rest,
    });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 400) throw new SignedOut();
    if (answer.status >= 500 || answer.status === 429) throw new TypeError("busy");
    return answer;
  }

  async function fingerprint(file) {
    if (!window.crypto?.subtle) return `${file.size}:${file.lastModified}:${file.name}`.slice(0, 100);
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return "sha256:" + [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function begin(job) {
    const { file, target } = job;
    job.print ??= await fingerprint(file);
    const body = JSON.stringify({ target, name: file.name, size: file.size, fingerprint: job.print });
    const answer = await ask("POST", base, { body, headers: { "Content-Type": "application/json" } });
    if (!answer.ok) throw new Refused();
    const told = await answer.json();
    job.id = told.id;
    return told.length;
  }

  function piece(job, at, length) {
    return ask("PATCH", `${base}/${job.id}`, {
      body: job.file.slice(at, at + length),
      signal: job.stop.signal,
      headers: { "Content-Type": "application/partial-upload", "Upload-Offset": String(at) },
    });
  }

  async function sendAll(job) {
    let at = await begin(job), length = SMALLEST * 2;
    while (at < job.file.size && !job.stop.signal.aborted) {
      show(job, "sending", at);
      const began = performance.now();
      const answer = await piece(job, at, length);
      if (answer.status === 404) at = await begin(job);
      else if (answer.status === 204 || answer.status === 409) at = Number(answer.headers.get("Upload-Offset"));
      else throw new Refused();
      const faster = PIECE_MS / Math.max(1, performance.now() - began);
      length = Math.round(Math.min(LARGEST, Math.max(SMALLEST, length * Math.min(2, faster))));
      job.failures = 0;
    }
  }

  /* The whole file becomes an answer, beside what stands in its box; only the box is drawn anew, and what is
     typed elsewhere stays. One that is refused changes nothing: it is listed with the reason. */
  async function attach(job) {
    const body = new FormData();
    for (const field of place(job.target)?.querySelectorAll("input:not([type=file])") ?? [])
      if (field.type !== "checkbox" || field.checked) body.append(field.name, field.value);
    body.set("_action", "attach");
    body.set("_uploaded", `${job.name}:${job.id}`);
    const answer = await ask("POST", job.url, { body, headers: { "HX-Target": "div#step" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const box = place(job.target);
    const fresh = page.querySelector(`.files[data-target="${CSS.escape(job.target)}"]`);
    job.state = "done";
    if (!fresh && box) return location.reload();
    if (!box) return;
    const name = job.file?.name ?? job.called, refused = fresh.querySelector(".message")?.textContent;
    if (refused) {
      pressed = null;
      job.said = refused.replace(`${name}: `, "");
      return show(job, "failed", job.sent, "refused");
    }
    const lost = box.contains(document.activeElement);
    box.replaceWith(fresh);
    window.htmx?.process(fresh);
    look();
    if (lost) (input(fresh) ?? fresh.querySelector(".file-list")).focus();
    speak(fresh, word(fresh, "done", { name }));
  }

  async function work() {
    if (working) return;
    working = true;
    for (let job; (job = active()[0]); ) {
      try {
        if (job.file) await sendAll(job);
        if (!job.stop.signal.aborted) {
          show(job, "checking", job.file?.size ?? 1);
          await attach(job);
        }
      } catch (error) {
        await mend(job, error);
      }
      draw();
    }
    working = false;
    goOn();
  }

  /* Who pressed a button meanwhile need not press it again; what went wrong with a file is looked at first. */
  function goOn() {
    const { form, submitter } = pressed ?? {};
    pressed = null;
    if (form?.isConnected) form.requestSubmit(submitter?.isConnected ? submitter : null);
  }

  async function mend(job, error) {
    if (job.stop.signal.aborted) return;
    if (error instanceof SignedOut || error instanceof Refused) pressed = null;
    if (error instanceof SignedOut) return show(job, "failed", job.sent, "signed-out");
    if (error instanceof Refused) return show(job, "failed", job.sent, "refused");
    job.failures += 1;
    show(job, "resting", job.sent);
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** job.failures);
    await new Promise((go) => {
      const timer = setTimeout(go, wait);
      const sooner = () => (clearTimeout(timer), go());
      window.addEventListener("online", sooner, { once: true });
      job.stop.signal.addEventListener("abort", sooner, { once: true });
    });
  }

  /* Showing */

  function show(job, state, sent, reason = "") {
    Object.assign(job, { state, sent, reason });
    draw();
    const box = place(job.target);
    if (box && state === "failed") speak(box, said(box, job));
  }

  function said(box, job, percent = "") {
    return job.said ?? word(box, job.reason || job.state, { percent });
  }

  function speak(box, text, seen = false) {
    const status = box.querySelector("[role=status]");
    status.classList.toggle("vh", !seen);
    status.textContent = text;
  }

  function draw() {
    for (const box of document.querySelectorAll(".files")) {
      const list = box.querySelector(".upload-list");
      const mine = jobs.filter((job) => job.target === box.dataset.target && job.state !== "done");
      for (const old of list.querySelectorAll("li[data-job]"))
        if (!mine.some((job) => job.line === old)) old.remove();
      for (const job of mine) {
        job.line ??= line(box, job.file?.name ?? job.called, () => cancel(job));
        if (job.line.parentNode !== list) list.append(job.line);
        const size = job.file?.size || 1, percent = Math.floor((100 * job.sent) / size);
        job.line.querySelector("progress").value = percent;
        job.line.querySelector("progress").hidden = job.state === "failed";
        job.line.querySelector("small").className = job.state === "failed" ? "message" : "";
        job.line.querySelector("small").textContent = said(box, job, `${percent}%`);
      }
      list.hidden = !list.children.length;
    }
  }

  function line(box, name, forget) {
    const made = box.querySelector("template").content.querySelector("li").cloneNode(true);
    made.dataset.job = "";
    made.querySelector("strong").textContent = name;
    made.querySelector("button span").textContent = ` ${name}`;
    made.querySelector("button").addEventListener("click", forget);
    return made;
  }

  function cancel(job) {
    pressed = null;
    job.stop.abort();
    job.state = "done";
    if (job.id) ask("DELETE", `${base}/${job.id}`).catch(() => {});
    const box = place(job.target);
    draw();
    if (!box) return;
    speak(box, word(box, "cancelled", { name: job.file?.name ?? job.called }));
    input(box)?.focus();
  }

  /* What the person chose */

  function add(box, files) {
    const field = input(box), most = Number(box.dataset.maxBytes), name = field.name;
    const url = field.form.action, target = box.dataset.target;
    for (const old of jobs) if (old.target === target && old.state === "failed" && old.reason !== "signed-out") old.state = "done";
    for (const file of files) {
      box.querySelectorAll("li[data-rest]").forEach((old) => old.dataset.rest === file.name && old.remove());
      const job = { file, target, url, name, state: "waiting", sent: 0, failures: 0, stop: new AbortController() };
      jobs.push(job);
      if (!file.size) show(job, "failed", 0, "empty");
      else if (file.size > most) show(job, "failed", 0, "large");
    }
    draw();
    work();
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest?.(".files");
    if (!box || event.target.type !== "file" || !event.target.files.length) return;
    event.stopImmediatePropagation();
    const files = [...event.target.files];
    event.target.value = "";
    add(box, files);
  }, true);

  for (const kind of ["dragover", "dragleave", "drop"])
    document.addEventListener(kind, (event) => {
      const box = event.target.closest?.(".files");
      if (!box || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      box.classList.toggle("files--over", kind === "dragover");
      if (kind === "drop" && input(box)) add(box, event.dataTransfer.files);
    });

  /* Sending the page waits for the files that belong to it; on the window, so that a press that waits is not yet
     counted among those sent. */

  window.addEventListener("submit", (event) => {
    const onward = LEAVING.includes(event.submitter?.name ?? "");
    const job = onward && active().find(({ target }) => event.target.contains(place(target)));
    if (!job) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = { form: event.target, submitter: event.submitter };
    const box = place(job.target);
    speak(box, word(box, "wait"), true);
    box.querySelector(".upload-list button")?.focus();
  }, true);

  window.addEventListener("beforeunload", (event) => active().length && event.preventDefault());

  /* What stopped before the page was loaded */

  async function recall(box) {
    box.dataset.recalled = "";
    const target = box.dataset.target, known = jobs.map((job) => job.id);
    const answer = await ask("GET", `${base}?target=${encodeURIComponent(target)}`).catch(() => null);
    for (const rest of answer?.ok ? await answer.json() : []) {
      if (known.includes(rest.id) || !input(box)) continue;
      const job = { target, id: rest.id, called: rest.name, url: input(box).form.action, name: input(box).name };
      Object.assign(job, { state: "waiting", sent: 1, failures: 0, stop: new AbortController() });
      if (rest.length === rest.size) jobs.push(job);
      else remind(box, rest, job);
    }
    draw();
    work();
  }

  function remind(box, rest, job) {
    const made = line(box, rest.name, () => (made.remove(), cancel(job)));
    delete made.dataset.job;
    made.dataset.rest = rest.name;
    const percent = Math.floor((100 * rest.length) / rest.size);
    made.querySelector("progress").value = percent;
    made.querySelector("small").textContent = word(box, "stopped", { percent: `${percent}%` });
    box.querySelector(".upload-list").append(made);
  }

  /* Small pictures that are still being drawn: looked for a few times, then not any more */

  async function picture(sign, tries) {
    await new Promise((go) => setTimeout(go, 2000));
    const answer = sign.isConnected && (await fetch(sign.dataset.picture).catch(() => null));
    if (answer?.status === 200) sign.replaceWith(shown(sign));
    else if (answer?.status === 204 && tries) await picture(sign, tries - 1);
  }

  function shown({ dataset }) {
    const image = new Image();
    return Object.assign(image, { className: "thumbnail", alt: dataset.alt, src: dataset.picture });
  }

  function look() {
    for (const sign of document.querySelectorAll("[data-picture]:not([data-looked])")) {
      sign.dataset.looked = "";
      picture(sign, 4);
    }
    document.querySelectorAll(".files[data-target]:not([data-recalled])").forEach(recall);
    draw();
  }

  document.documentElement.classList.add("uploads");
  document.addEventListener("htmx:after:swap", look);
  look();
})();
