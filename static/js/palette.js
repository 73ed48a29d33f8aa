/** The palette: Ctrl+K finds a page, item, team, person or action; arrows choose, Enter goes there, Esc closes. */
const dialog = document.getElementById("palette");
const field = dialog?.querySelector("[role=combobox]");
let hurried = false; // Enter was pressed before what was typed had been answered

const answered = () => dialog.querySelector("#palette-found")?.dataset.asked === field.value;
const options = () => [...dialog.querySelectorAll("[role=option]")];

function open() {
  if (dialog.open) return dialog.close();
  if (document.querySelector("dialog[open]")) return;
  dialog.querySelector("[name=here]").value = location.pathname;
  field.value = "";
  hurried = false;
  dialog.showModal();
  window.htmx?.trigger(field, "ask");
}

function choose(option) {
  for (const one of options()) one.setAttribute("aria-selected", one === option);
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function go(option) {
  const { url, dialog: into, press } = option.dataset;
  dialog.close();
  const button = press && document.querySelector(press);
  if (button) return button.click();
  if (!url) return;
  const link = Object.assign(document.createElement("a"), { href: url });
  if (into && document.getElementById(into)) link.dataset.dialog = into;
  document.body.append(link);
  link.click();
  link.remove();
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-palette]");
    if (opener && !event.ctrlKey && !event.metaKey) { event.preventDefault(); open(); }
  });

  field.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const goal = { ArrowDown: now + 1, ArrowUp: now < 0 ? all.length - 1 : now - 1 }[event.key];
    if (goal !== undefined && all.length) {
      event.preventDefault();
      choose(all[(goal + all.length) % all.length]);
    }
    if (event.key === "Escape") {
      event.preventDefault(); // the browser would only empty the field
      dialog.close();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      hurried = !answered();
      if (!hurried && all.length) go(all[Math.max(now, 0)]);
    }
  });

  field.addEventListener("input", () => { hurried = false; });

  dialog.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });

  // What comes when all is done would speak over what was done.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (dialog.contains(detail.target) && !dialog.open) detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (!dialog.contains(detail.target)) return;
    choose(options()[0]);
    field.setAttribute("aria-expanded", options().length > 0);
    if (hurried && answered() && dialog.open && options().length) go(options()[0]);
  });
}
