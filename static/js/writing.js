/**
 * Writing a comment: marks by button, @Name completed among those who can see the item, pictures pasted or dropped.
 * Markup: form[data-writing][data-people="address"] with a textarea, .marks of buttons (data-before, data-after,
 * data-line) and an input[type=file]. Without this module the form is as good, only with more typing.
 */
const MENTION = /(?:^|[^\p{L}\p{N}_@/])@([\p{L}\p{N}_.'’-]+(?: [\p{L}\p{N}_.'’-]*){0,3})$/u;
const DELAY = 150;
const chosen = new WeakMap();
const taken = new WeakMap(); // what stands there of a name since it was taken from the list

function prepare(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  form.querySelector(".marks").hidden = false;
  const field = form.querySelector("textarea");
  const list = document.createElement("ul");
  Object.assign(list, { id: `${field.id}_people`, className: "mention-list menu-list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.peopleLabel);
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => complete(form, field, list), DELAY); });
  field.addEventListener("keydown", (event) => steer(event, field, list));
  field.addEventListener("blur", () => setTimeout(() => close(field, list), DELAY));
  list.addEventListener("pointerdown", (event) => { event.preventDefault(); take(field, list, event.target.closest("[role=option]")); });
}

const typedBy = (field) => MENTION.exec(field.value.slice(0, field.selectionStart))?.[1];

async function complete(form, field, list) {
  const typed = typedBy(field);
  if (!typed || typed === taken.get(field)) return close(field, list);
  const answer = await fetch(`${form.dataset.people}?${new URLSearchParams({ q: typed })}`, { headers: { "HX-Request": "true" } });
  const told = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
  if (typedBy(field) !== typed) return; // somebody typed on: the answer to that is on its way
  list.replaceChildren(...told.querySelectorAll("li"));
  list.hidden = !list.children.length;
  if (list.hidden) return close(field, list);
  point(field, list, list.firstElementChild);
}

function point(field, list, option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  field.setAttribute("aria-activedescendant", option.id);
  document.dispatchEvent(new CustomEvent("say", { detail: option.dataset.name }));
}

function close(field, list) {
  list.hidden = true;
  list.replaceChildren();
  field.removeAttribute("aria-activedescendant");
}

function steer(event, field, list) {
  if (list.hidden) return;
  if (!typedBy(field)) return close(field, list); // somebody typed on, faster than the list follows
  const now = list.querySelector("[aria-selected=true]");
  const next = { ArrowDown: now.nextElementSibling ?? list.firstElementChild, ArrowUp: now.previousElementSibling ?? list.lastElementChild }[event.key];
  if (next) point(field, list, next);
  else if (event.key === "Enter" || event.key === "Tab") take(field, list, now);
  else if (event.key === "Escape") close(field, list);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(field, list, option) {
  if (!option || !typedBy(field)) return;
  const start = field.selectionStart - typedBy(field).length;
  field.setRangeText(`${option.dataset.name} `, start, field.selectionStart, "end");
  taken.set(field, typedBy(field));
  close(field, list);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Marks around what is selected, or at the beginning of its lines.
document.addEventListener("click", ({ target }) => {
  const button = target.closest(".marks button");
  if (!button) return;
  const field = button.closest("form").querySelector("textarea");
  const { selectionStart: start, selectionEnd: end, value } = field;
  const { before = "", after = "", line } = button.dataset;
  if (line) {
    const first = value.lastIndexOf("\n", start - 1) + 1;
    field.setRangeText(value.slice(first, end).replace(/^/gm, line), first, end, "end");
  } else {
    field.setRangeText(before + value.slice(start, end) + after, start, end, "end");
    if (start === end) field.setSelectionRange(start + before.length, start + before.length);
  }
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

function add(form, files) {
  const input = form.querySelector("input[type=file]");
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  document.dispatchEvent(new CustomEvent("say", { detail: [...files].map((file) => file.name).join(", ") }));
}

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("form[data-writing]");
  if (!form || !event.clipboardData.files.length) return;
  event.preventDefault();
  add(form, event.clipboardData.files);
});
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form[data-writing]");
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (name === "drop") add(form, event.dataTransfer.files);
  });
}

// What was refused comes back without its files: the browser still has them.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig.elt.closest?.("form[data-writing]");
  if (form && [409, 422].includes(detail.xhr.status)) chosen.set(detail.xhr, form.querySelector("input[type=file]").files);
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const files = chosen.get(detail.xhr);
  const form = files && document.getElementById(detail.requestConfig.elt.id) || detail.target?.querySelector?.("form[data-writing]");
  if (files && form) form.querySelector("input[type=file]").files = files;
});

const prepareAll = () => document.querySelectorAll("form[data-writing]").forEach(prepare);
prepareAll();
document.addEventListener("htmx:afterSettle", prepareAll);
