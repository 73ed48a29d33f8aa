/** Keys for the whole product. Never while somebody types, never with a modifier, never under an open dialog. */
let going = false;

/** Who turned off the keys of one letter in the profile gets none of them (WCAG 2.1.4). */
const off = document.body.dataset.shortcuts === "off";

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
const press = (selector) => document.querySelector(selector)?.click();

/** The link that a row is about. */
const linkOf = (row) => row.querySelector(".item-title, .row-link, a[href]") ?? row;

function step(by) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  linkOf(next).focus();
  next.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  "?": () => press("[data-open-dialog=keys]"),
  "/": () => document.getElementById("search")?.focus(),
  c: () => press('[data-dialog="capture"]'),
  j: () => step(1),
  k: () => step(-1),
  e: () => press('[data-key="e"]'),
  g: () => { going = true; setTimeout(() => { going = false; }, 1200); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog[open]") || off) return;
  const act = going ? () => { going = false; press(`.sidebar [data-key="${CSS.escape(event.key)}"]`); } : actOf(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});

/** A key of the product, else one that this page gives to one of its own buttons: `data-hotkey="1"`. */
function actOf(key) {
  const own = document.querySelector(`[data-hotkey="${CSS.escape(key)}"]`);
  if (own) return () => { own.click(); own.focus(); };
  return KEYS[key];
}

/** What a button says, without the key that stands on it. */
function wordsOf(button) {
  const said = button.cloneNode(true);
  for (const key of said.querySelectorAll("kbd")) key.remove();
  return said.textContent.trim();
}

// The list of keys also names those of this page, by what their buttons say.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-open-dialog=keys]")) return;
  const own = [...document.querySelectorAll("main [data-hotkey]")].filter((button) => button.offsetParent);
  const place = document.getElementById("keys-here");
  place.hidden = !own.length;
  place.querySelector("dl").replaceChildren(...own.flatMap((button) => {
    const [term, told, key] = ["dt", "dd", "kbd"].map((name) => document.createElement(name));
    key.textContent = button.dataset.hotkey;
    term.append(key);
    told.textContent = button.getAttribute("aria-label") ?? wordsOf(button.closest("label") ?? button);
    return [term, told];
  }));
  document.getElementById("keys-off").hidden = !off;
});
