/** The review meeting by keys: a verdict leads to its reason, Ctrl+Enter passes it. */
let byKey = false;
document.addEventListener("keydown", ({ key }) => { byKey = /^[1-9]$/.test(key); }, true);

// Only a verdict chosen by its own key moves on: who walks through the choices by arrows stays among them.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("#verdict");
  if (!byKey || !form || !target.closest("[data-verdicts]")) return;
  const wanted = form.querySelector("[data-verdict]:not([hidden]) :is(select, input)") ?? form.elements.reason;
  setTimeout(() => wanted.focus());
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("#meeting form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// The summary of "Promise an action" opens by its key; the eye goes to the first field.
document.addEventListener("toggle", ({ target }) => {
  if (target.id === "promise-fold" && target.open) target.querySelector("input[type=text]")?.focus();
}, true);

// The agenda has a scroll of its own: the line in front of the meeting stays in sight.
const show = () => document.querySelector("#agenda [aria-current]")?.scrollIntoView({ block: "nearest" });
document.addEventListener("htmx:afterSettle", ({ detail }) => { if (detail.target?.id === "meeting") show(); });
show();
