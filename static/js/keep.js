/**
 * Keeps what is typed: a form with data-keep="name" survives a lost connection, a logout or a closed tab's reload.
 * Held in this browser's session only, per person, and dropped when the form is taken or the person signs out.
 */
const person = document.body.dataset.person ?? "";
const keyOf = (form) => `keep:${person}:${form.dataset.keep}:${location.pathname}`;
const KEPT = "textarea[name], input[name]:is([type=text], [type=search], [type=url], :not([type]))";
let timer;

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => store(form), 300);
});

function store(form) {
  const typed = [...form.querySelectorAll(KEPT)].filter((field) => field.value !== field.defaultValue);
  const values = Object.fromEntries(typed.map((field) => [field.name, field.value]));
  try {
    if (typed.length) sessionStorage.setItem(keyOf(form), JSON.stringify(values));
    else sessionStorage.removeItem(keyOf(form));
  } catch { /* a full or forbidden store: typing goes on as without it */ }
}

/** Fills untouched fields of the forms inside `place` with what was kept. */
function restore(place) {
  for (const form of place.querySelectorAll("form[data-keep]")) {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
    let brought = 0;
    for (const [name, value] of Object.entries(kept)) {
      const field = form.elements[name];
      if (field?.value === field?.defaultValue && field?.value !== value) { field.value = value; brought += 1; }
    }
    if (brought) document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("words").dataset.restored }));
  }
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form[data-keep]");
  if (form && detail.xhr.status < 300 && detail.requestConfig.verb !== "get") sessionStorage.removeItem(keyOf(form));
});
// Sent the ordinary way: the kept text waits until the answer shows that it was taken (no error summary on it).
document.addEventListener("submit", ({ target }) => {
  if (target.matches("form[data-keep]")) sessionStorage.setItem("keep:sent", keyOf(target));
  if (target.querySelector("[data-forget]")) sessionStorage.clear();
});
const sent = sessionStorage.getItem("keep:sent");
if (sent && !document.querySelector(".error-summary, .entrance")) sessionStorage.removeItem(sent);
sessionStorage.removeItem("keep:sent");
restore(document);
document.addEventListener("htmx:afterSettle", ({ detail }) => detail.target?.isConnected && restore(detail.target));
