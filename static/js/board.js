/**
 * A board on which many write at once: it is refreshed under the hands of who types, without taking
 * what they typed, their focus, an open menu or a tick. Enter stores a note, Shift+Enter starts a line.
 */
const TYPED = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";

const dirty = (form) => [...form.querySelectorAll(TYPED)].some((field) => field.value !== field.defaultValue);
const answered = new WeakSet();

Object.assign(window.Idiomorph.defaults.callbacks, {
  beforeNodeMorphed(old) {
    if (old.nodeType !== Node.ELEMENT_NODE) return true;
    if (old.matches("input[type=checkbox]:checked")) return false;
    return !(old.matches("form") && !answered.has(old) && dirty(old));
  },
  beforeNodeRemoved: (old) => !(old.nodeType === Node.ELEMENT_NODE && old.matches("form") && dirty(old)),
  beforeAttributeUpdated: (name, node) => !(name === "open" && node.matches("details")),
});

// A refresh waits while somebody drags, and while nobody looks.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (!elt.matches("[data-poll]") || requestConfig?.verb !== "get") return;
  if (document.hidden || document.querySelector(".sortable-chosen, .move-menu[open]")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("textarea[data-enter]");
  if (field && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (field.value.trim()) field.form.requestSubmit();
  }
  if (event.key === "Escape") document.querySelectorAll(".move-menu[open]").forEach(close);
});

// One menu at a time; a press beside it closes it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".move-menu[open]")) if (!menu.contains(event.target)) close(menu);
});

function close(menu) {
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  menu.open = false;
}

// What was sent and taken leaves its field empty; what was refused comes back with the answer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig.elt.closest?.("form");
  if (!form || (detail.xhr.status >= 300 && detail.xhr.status !== 422)) return;
  form.closest("details.move-menu")?.removeAttribute("open");
  if (form.matches("[data-clear]") && detail.xhr.status < 300) form.reset();
  answered.add(form);
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const form = detail.requestConfig.elt.closest?.("form");
  if (!form) return;
  answered.delete(form);
  if (form.matches("[data-clear]") && detail.xhr.status < 300) form.querySelector(TYPED)?.focus();
});
