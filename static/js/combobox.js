/* The search field with suggestions as an ARIA 1.2 combobox: the focus stays in the field, the arrows move along
   the list, Enter follows, Escape closes. Without this script there are no suggestions and the form just searches. */
(() => {
  "use strict";

  const LIST = "suggestions-list";
  const field = document.querySelector(".search-box input[hx-target='#suggestions']");
  if (!field || !window.htmx) return;

  const said = document.getElementById("suggestions-said");
  const suggestions = () => document.getElementById("suggestions");
  const options = () => [...document.querySelectorAll(`#${LIST} a`)];
  const chosen = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");

  function open(isOpen) {
    field.setAttribute("aria-expanded", String(isOpen && options().length > 0));
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function close() {
    suggestions().replaceChildren();
    choose(null);
    open(false);
    said.textContent = "";
  }

  /* What came is a list of links; here its links become options that only the field leads to. */
  function take() {
    const list = document.getElementById(LIST);
    list?.setAttribute("role", "listbox");
    list?.querySelectorAll("li").forEach((item) => item.setAttribute("role", "none"));
    options().forEach((option, at) => {
      option.id = `suggestion-${at}`;
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
    });
    choose(null);
    open(document.activeElement === field);
    said.textContent = suggestions().dataset.said ?? "";
  }

  function walk(step) {
    const all = options();
    const at = all.indexOf(chosen());
    const next = at < 0 && step < 0 ? all.length - 1 : at + step;
    choose(all[next] ?? null);
  }

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", LIST);
  open(false);

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.sourceElement === field) take();
  });

  field.addEventListener("keydown", (event) => {
    const shown = field.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && shown) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && shown && chosen()) {
      event.preventDefault();
      chosen().click();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && options().length) {
      event.preventDefault();
      open(true);
      walk(event.key === "ArrowDown" ? 1 : -1);
    }
  });

  field.addEventListener("focus", () => open(true));
  field.addEventListener("input", () => choose(null));
  field.closest("form").addEventListener("focusout", ({ relatedTarget }) => {
    if (!field.form.contains(relatedTarget)) open(false);
  });
})();
