/** The search box completes while one types. Without it the box still searches. */
const box = document.getElementById("search");
const list = document.getElementById("completions");
let waiting = 0;
let asked = null;

const options = () => [...list.children];
const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

function close() {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(place) {
  const all = options();
  all.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
  if (!all[place]) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", all[place].id);
  all[place].scrollIntoView({ block: "nearest" });
}

function take(option) {
  if (option.dataset.url) return location.assign(option.dataset.url);
  box.value = option.dataset.text;
  box.focus();
  ask();
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  if (!box.value.trim()) return close();
  try {
    const answer = await fetch(`${box.dataset.completions}?q=${encodeURIComponent(box.value)}`, { signal: asked.signal });
    if (!answer.ok) return close();
    list.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("li"));
  } catch { return; }
  if (!list.children.length || document.activeElement !== box) return close();
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  choose(-1);
}

box?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 120);
});

box?.addEventListener("keydown", (event) => {
  const all = options();
  if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
  if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); ask(); return; }
  if (list.hidden || !all.length) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const by = event.key === "ArrowDown" ? 1 : -1;
    choose((chosen() + by + all.length + (chosen() < 0 && by < 0 ? 1 : 0)) % all.length);
  } else if ((event.key === "Enter" || event.key === "Tab") && chosen() >= 0) {
    event.preventDefault();
    take(all[chosen()]);
  }
});

box?.addEventListener("blur", () => setTimeout(close, 150));
list?.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) { event.preventDefault(); take(option); }
});
