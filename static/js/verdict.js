/**
 * A verdict by one key, and only the fields it needs. Markup: a form with fieldset[data-verdicts] of radios (data-hotkey)
 * and [data-verdict="act"] around what only that verdict needs. Without this module everything is shown.
 */
function fit(form) {
  const chosen = form.querySelector("[data-verdicts] :checked")?.value ?? "";
  for (const detail of form.querySelectorAll("[data-verdict]")) detail.hidden = detail.dataset.verdict !== chosen;
}

function fitAll(place = document) {
  for (const verdicts of place.querySelectorAll("[data-verdicts]")) fit(verdicts.closest("form"));
}

document.addEventListener("change", ({ target }) => {
  if (target.closest("[data-verdicts]")) fit(target.form);
});

// Under an open dialog the product's own keys rest; the verdicts in it still have theirs.
document.addEventListener("keydown", (event) => {
  const dialog = document.querySelector("dialog[open]");
  if (!dialog || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=radio]), textarea, select")) return;
  const radio = dialog.querySelector(`[data-verdicts] [data-hotkey="${CSS.escape(event.key)}"]:enabled`);
  if (!radio) return;
  event.preventDefault();
  radio.click();
  radio.focus();
});

fitAll();
document.addEventListener("htmx:afterSettle", ({ detail }) => detail.target?.isConnected && fitAll(detail.target));
