/**
 * Correcting brought notes by keys: the same requests that dragging, the editor and the menu send.
 * A key works on the row that holds the focus; focus then goes to the row that the answer names.
 */
const preview = () => document.getElementById("preview");
let last = ""; // the row that held the focus last
let goesBack = false; // whether the answer that comes is that of undo or redo by keys
const TYPING = "input, textarea, select, [contenteditable]";

function send(values) {
  window.htmx.ajax("POST", preview().dataset.correct, { values, target: "#preview-head", swap: "outerHTML" });
}

function correct(row, values) {
  const column = row.closest(".column");
  send({ note: row.dataset.id, column_from: column?.dataset.key ?? "", from: column?.dataset.from ?? "0", ...values });
}

/** The key of the column beside the one that the row lies in; "" at the edge. */
function beside(row, step) {
  const columns = [...preview().querySelectorAll(".column[data-key]")];
  return columns[columns.indexOf(row.closest(".column")) + step]?.dataset.key ?? "";
}

function across(row, step) {
  const goal = beside(row, step);
  if (goal) correct(row, { do: "move", column: goal });
}

const KEYS = {
  Enter: (row) => row.querySelector("[hx-get]")?.click(),
  Delete: (row) => correct(row, { do: "drop" }),
  a: (row) => correct(row, { do: "to_action" }),
  i: (row) => correct(row, { do: row.classList.contains("has-item") ? "no_item" : "item" }),
  s: (row) => correct(row, { do: "split" }),
  u: (row) => correct(row, { do: "join" }),
};
const ALT = { ArrowLeft: (row) => across(row, -1), ArrowRight: (row) => across(row, 1) };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.(TYPING);
  if (typing && event.key === "Escape") return cancel(typing, event);
  if (typing || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    const button = document.getElementById(event.shiftKey ? "redo" : "undo");
    goesBack = button?.disabled === false;
    button?.click();
    return;
  }
  const row = event.target.closest?.("#preview .board .note[data-id]:not(.editing)");
  const act = row && !event.ctrlKey && !event.metaKey && (event.altKey ? ALT : KEYS)[event.key];
  if (!act || (event.key === "Enter" && event.target.closest("a"))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act(row);
}, true);

function cancel(field, event) {
  const link = field.closest(".note.editing")?.querySelector("[data-close-editor]");
  if (!link) return;
  event.preventDefault();
  link.click();
}

// Cancelling takes the column as it stands instead of the whole page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-close-editor]");
  const column = link?.closest(".column");
  if (!column) return;
  event.preventDefault();
  const id = link.closest(".note").id;
  const { key, from } = column.dataset;
  const address = new URL(preview().dataset.correct, location.href);
  const part = address.searchParams.get("part");
  const query = new URLSearchParams({ part, column: key, from });
  window.htmx.ajax("GET", `?${query}`, { target: column, swap: "outerHTML" }).then(() => focusOn(id));
});

// Where the caret stands is where a note is split.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[value=split]");
  const text = button?.form?.elements.text;
  if (text) button.form.elements.at.value = text.selectionStart > 0 ? text.selectionStart : "";
}, true);

function focusOn(id) {
  const row = document.getElementById(id);
  if (!row) return;
  (row.querySelector("textarea, .handle") ?? row).focus();
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

document.addEventListener("focus-on", ({ detail }) => focusOn(detail.id));

// After undo by keys the row that one was on is found again.
document.addEventListener("focusin", (event) => { last = event.target.closest("#preview .note")?.id ?? last; });
document.addEventListener("htmx:afterSettle", () => {
  if (goesBack) focusOn(last);
  goesBack = false;
});
