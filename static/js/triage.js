/** The triage list by keys: x selects the row, o opens its item; a key of an action takes the row where nothing is selected. */
const boxes = () => [...document.querySelectorAll("#selection [name=item]")];
const rowNow = () => document.activeElement?.closest("#selection [data-row]");

function tell() {
  const place = document.getElementById("selected");
  if (!place) return;
  const count = boxes().filter((box) => box.checked).length;
  place.textContent = count ? place.dataset.some.replace("#", count) : place.dataset.none;
  document.querySelector("[data-select-all]").hidden = false;
}

document.addEventListener("change", ({ target }) => { if (target.matches("#selection [name=item]")) tell(); });

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-select-all]")) {
    const every = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !every;
    tell();
  }
});

// Before htmx reads what is selected: nothing is, so the row on which the key was pressed is meant.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const row = rowNow();
  if (!row) return;
  const box = row.querySelector("[name=item]");
  if (event.key === "x" && box) { box.checked = !box.checked; tell(); event.preventDefault(); }
  if (event.key === "o") { location.href = row.querySelector("[data-open]").dataset.open; event.preventDefault(); }
  if (document.querySelector(`[data-sweep][data-hotkey="${CSS.escape(event.key)}"]`) && box && !boxes().some((one) => one.checked)) {
    box.checked = true;
    tell();
  }
}, true);

tell();
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  tell();
  const body = document.getElementById("item-dialog-body");
  if (detail.target === body && !body.querySelector("[data-focus], [autofocus]")) body.querySelector("[name]:not([type=hidden])")?.focus();
});
