/**
 * Order by hand: drag, keys or menu, one request each way.
 *   <ol data-sortable="/address/">  children: <li data-id="…"> with a .handle button
 * Sends POST id, after (the row above, "" at the top), position (where the page showed it, from data-position) and,
 * between lists that share data-sortable-group, column.
 * Keys on the handle: Alt+↑ Alt+↓ move it. A "Move to…" menu is the page's own form and needs none of this.
 */
const words = document.getElementById("words").dataset;

function send(row, list) {
  const after = row.previousElementSibling?.dataset.id ?? "";
  const values = { id: row.dataset.id, after };
  if (row.dataset.position) values.position = row.dataset.position;
  if (list.dataset.column) values.column = list.dataset.column;
  const target = list.dataset.target ?? "#messages";
  window.htmx.ajax("POST", list.dataset.sortable, { values, target, swap: list.dataset.swap ?? "none" });
  document.dispatchEvent(new CustomEvent("say", { detail: words.moved }));
}

function prepare(list) {
  if (list.dataset.sortableReady) return;
  list.dataset.sortableReady = "yes";
  window.Sortable.create(list, {
    handle: ".handle",
    draggable: "[data-id]",
    group: list.dataset.sortableGroup,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
    delayOnTouchOnly: true,
    delay: 150,
    onEnd: ({ item, to, from, oldIndex, newIndex }) => { if (to !== from || oldIndex !== newIndex) send(item, to); },
  });
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-sortable] [data-id]");
  if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const neighbour = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  neighbour[event.key === "ArrowUp" ? "before" : "after"](row);
  event.target.focus();
  send(row, row.parentElement);
});

const prepareAll = () => document.querySelectorAll("[data-sortable]").forEach(prepare);
prepareAll();
document.addEventListener("htmx:afterSettle", prepareAll);
