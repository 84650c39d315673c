/* What the pages cannot do alone: keep the focus, say what failed, spare double clicks, rest while hidden.
   Everything is delegated from the document, so that swapped content needs no set-up. */
(() => {
  "use strict";

  /* Buttons that only spare a script (class no-script) go when the scripts really run, not when they merely may. */
  if (window.htmx) document.documentElement.classList.add("scripted");

  const byPerson = (ctx) => ["submit", "click"].includes(ctx.sourceEvent?.type);

  /* What stands in the target's place now: an outer swap leaves the old element outside of the page. */
  function inPlace(target) {
    const named = typeof target === "string" ? document.querySelector(target) : target;
    return named?.isConnected ? named : document.getElementById(named?.id);
  }

  /* Focus */

  function focus(found) {
    if (!found.matches("a, button, input, [tabindex]")) found.tabIndex = -1;
    found.focus();
  }

  /* A button inside a question leads back to that question, the one that adds a row into the last row. */
  function inQuestion(pressed, swapped) {
    const question = pressed?.closest("fieldset[id]");
    const same = question && swapped?.querySelector(`#${CSS.escape(question.id)}`);
    const last = pressed?.value === "units" && same?.querySelector(".table-row:last-of-type");
    return last ? last.querySelector("input, select, textarea") : same;
  }

  function focusAfter(ctx) {
    const swapped = inPlace(ctx.target);
    const news = swapped?.querySelector(".error-summary") ?? inQuestion(ctx.request?.submitter, swapped) ?? swapped?.querySelector("h1");
    if (news) return focus(news);
    const lost = !document.activeElement || document.activeElement === document.body;
    if (lost && swapped) focus(swapped);
  }

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (byPerson(ctx)) focusAfter(ctx);
  });

  /* The language switch stands outside of what is swapped: it goes along with the address */

  function followAddress() {
    for (const link of document.querySelectorAll("a.language"))
      link.href = location.pathname.replace(/^\/(vi|en)(?=\/)/, `/${link.hreflang}`) + location.search;
  }

  document.addEventListener("htmx:after:history:push", followAddress);
  document.addEventListener("htmx:after:history:replace", followAddress);

  /* Failures: what is typed stays on the page */

  const sent = new WeakMap();
  const REASONS = { 413: "large", 429: "busy" };
  let failed = null;

  function say(reason, ctx) {
    if (failed && !byPerson(ctx)) return;
    const bar = document.getElementById("failure");
    const words = document.getElementById("failures").content.querySelector(`[data-reason=${reason}]`);
    failed = ctx;
    bar.replaceChildren(words.cloneNode(true));
  }

  function calm() {
    failed = null;
    document.getElementById("failure").replaceChildren();
  }

  function again() {
    const source = failed?.sourceElement;
    if (!source?.isConnected) return location.reload();
    sent.delete(failed.request.submitter ?? source);
    if (source.matches("form")) return source.requestSubmit(failed.request.submitter ?? undefined);
    htmx.trigger(source, failed.sourceEvent.type);
  }

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const status = ctx.response?.status;
    const reason = REASONS[status] ?? (status >= 500 ? "server" : null);
    if (reason) {
      event.preventDefault();
      return say(reason, ctx);
    }
    if (byPerson(ctx) || failed?.sourceElement === ctx.sourceElement) calm();
    if (byPerson(ctx)) return;
    for (const { fragment } of tasks) fragment.querySelectorAll("[autofocus]").forEach((e) => e.removeAttribute("autofocus"));
  });

  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (!ctx?.request || ctx.response) return;
    say(ctx.request.signal?.reason === "timeout" ? "slow" : "offline", ctx);
  });

  window.addEventListener("online", () => failed && again());

  /* Double clicks: the second submit within a second is the same wish */

  document.addEventListener(
    "submit",
    (event) => {
      const now = performance.now();
      const wish = event.submitter ?? event.target;
      if (now - (sent.get(wish) ?? -Infinity) < 1000) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else {
        sent.set(wish, now);
      }
    },
    true,
  );

  /* A hidden page asks nothing; when seen again it asks at once */

  /* and the longer nothing was new, the more rarely: after two minutes every half, after ten every two. */

  const quiet = new WeakMap();

  const tooSoon = (element) => {
    const now = performance.now();
    const { since, asked } = quiet.get(element) ?? { since: now, asked: -Infinity };
    const rest = now - since < 120_000 ? 0 : now - since < 600_000 ? 30_000 : 120_000;
    if (now - asked < rest) return true;
    quiet.set(element, { since, asked: now });
    return false;
  };

  document.addEventListener("htmx:config:request", (event) => {
    const { sourceEvent, sourceElement } = event.detail.ctx;
    if (sourceEvent?.type === "every" && (document.hidden || tooSoon(sourceElement))) event.preventDefault();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    document.querySelectorAll("[hx-trigger*='every ']").forEach((e) => {
      quiet.delete(e);
      htmx.trigger(e, "every", {}, false);
    });
  });

  /* Clicks and keys */

  const close = (outside) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => outside(menu) && (menu.open = false));

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-again]")) again();
    close((menu) => !menu.contains(target));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelector("details.menu[open] > summary")?.focus();
      close(() => true);
    }
  });
})();
