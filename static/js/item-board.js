/**
 * Cards moved from column to column: drag (mouse, touch), Shift+← Shift+→, or m for the card's own menu.
 * The server leads from the column to the form of the verb, or refuses with a sentence; until the form is taken
 * the card is only where the board says. Without this module the menu's links are what moves a card.
 */
const DIALOG = "item-dialog";
const BODY = `#${DIALOG}-body`;
const dialog = document.getElementById(DIALOG);
let returnTo = "";

const board = () => document.getElementById("item-board");
const columns = () => [...document.querySelectorAll("#item-board .column")];

/** Draws the board as it is now; what was said about the move stays, and focus goes to the card that moved. */
async function refresh() {
  if (document.querySelector("#item-board .sortable-chosen")) return setTimeout(refresh, 300);
  const said = [...document.querySelectorAll("#messages .notice")];
  await window.htmx.ajax("GET", location.pathname + location.search, { target: "#item-board", swap: "outerHTML", source: "#item-board" });
  document.getElementById("messages").replaceChildren(...said);
  if (returnTo) document.querySelector(`#card-${returnTo} .item-title`)?.focus();
  returnTo = "";
}

/** Opens the form of the verb that leads there; a refusal is said by the page and the card stays. */
async function move(card, from, to) {
  returnTo = card.dataset.id;
  const address = `/items/${card.dataset.id}/move/?${new URLSearchParams({ to, from })}`;
  let opened = false;
  const heard = ({ detail }) => { if (detail.pathInfo?.requestPath === address) opened = detail.xhr.status < 300; };
  document.addEventListener("htmx:afterRequest", heard);
  await window.htmx.ajax("GET", address, { target: BODY, swap: "innerHTML", source: BODY });
  document.removeEventListener("htmx:afterRequest", heard);
  if (!opened) return;
  dialog.showModal();
  dialog.querySelector("input:checked, [autofocus], [name]:not([type=hidden])")?.focus();
}

function prepare(list) {
  if (list.dataset.ready) return;
  list.dataset.ready = "yes";
  window.Sortable.create(list, {
    group: "items",
    sort: false,
    draggable: "[data-id]",
    filter: ".move-menu",
    preventOnFilter: false,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
    delayOnTouchOnly: true,
    delay: 250,
    touchStartThreshold: 5,
    scrollSensitivity: 80,
    scrollSpeed: 14,
    onEnd({ item, from, to, oldDraggableIndex }) {
      if (from === to) return;
      const places = from.querySelectorAll(":scope > [data-id]");
      from.insertBefore(item, places[oldDraggableIndex] ?? null);
      move(item, from.closest(".column").dataset.state, to.closest(".column").dataset.state);
    },
  });
}

function prepareAll() {
  document.querySelectorAll("#item-board .cards").forEach(prepare);
}

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".item-card");
  if (!card || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const all = columns();
  const here = all.indexOf(card.closest(".column"));
  const next = all[here + ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0)];
  if (event.shiftKey && next && next !== all[here]) {
    event.preventDefault();
    move(card, all[here].dataset.state, next.dataset.state);
  } else if (event.key === "m" && !event.shiftKey) {
    const menu = card.querySelector(".move-menu");
    if (!menu) return;
    event.preventDefault();
    menu.open = true;
    menu.querySelector("a").focus();
  } else if (menu(event.target) && ["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) {
    event.preventDefault();
    step(menu(event.target), event.key);
  }
});

const menu = (element) => element.closest(".move-menu[open]");

function step(opened, key) {
  const links = [...opened.querySelectorAll("a")];
  const goal = links.indexOf(document.activeElement) + (key === "ArrowDown" ? 1 : -1);
  if (key === "Escape") opened.open = false;
  if (key === "Escape" || goal < 0) opened.querySelector("summary").focus();
  else links[Math.min(goal, links.length - 1)].focus();
}

// One menu at a time; a press beside it closes it; a step chosen in it is about its card.
document.addEventListener("click", ({ target }) => {
  for (const opened of document.querySelectorAll("#item-board .move-menu[open]")) {
    if (!opened.contains(target)) opened.open = false;
    else if (target.closest("a")) { returnTo = opened.closest(".item-card").dataset.id; opened.open = false; }
  }
});

// Told a moment after the dialog closed: who has gone on by then stays where they are.
dialog.addEventListener("close", () => {
  if (returnTo && document.activeElement === document.body) document.querySelector(`#card-${returnTo} .item-title`)?.focus();
});
document.addEventListener("board-changed", refresh);
document.addEventListener("htmx:afterSettle", prepareAll);
window.addEventListener("load", prepareAll);
if (board()) prepareAll();
