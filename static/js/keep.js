/**
 * Keeps what is typed: a form with data-keep="name" survives a lost connection, a sign-out or a reload.
 * Held for this tab's session only, per person and address that the form is sent to. Dropped only when the server has
 * said that it took this form (improvement/keeping.py), when it is thrown away here, or when the person signs out.
 * With the words is kept what the form knew when they were typed (SEEN): so the server can tell that somebody else was
 * faster meanwhile, and that the very form was sent before.
 */
const person = document.body.dataset.person ?? "";
const words = document.getElementById("words")?.dataset ?? {};
const TYPED = "textarea[name], input[name]:is([type=text], [type=search], [type=url], :not([type]))";
const SEEN = "input[type=hidden]:is([name=version], [name=token], [name^=initial-])";
const FORMS = "form[data-keep]";
const handled = new WeakSet(); // fields that have got what was kept for them, or were written in here
const drawn = new WeakMap(); // hidden fields as the server wrote them
let waiting = null;
let timer;

const addressOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
const keyOf = (form) => `keep:${person}:${form.dataset.keep}:${addressOf(form)}`;
const draw = () => crypto.getRandomValues(new Uint32Array(3)).join("");
const seenOf = (form) => Object.fromEntries([...form.querySelectorAll(SEEN)].map(({ name, value }) => [name, value]));

/** What is kept for a form: `values` as typed, what stood there `before`, and what the form had `seen`. */
function read(form) {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  return kept.values ? kept : { values: {}, before: {}, seen: null };
}

function write(form, kept) {
  try {
    if (Object.keys(kept.values).length) sessionStorage.setItem(keyOf(form), JSON.stringify(kept));
    else sessionStorage.removeItem(keyOf(form));
  } catch { /* a full or forbidden store: typing goes on as without it */ }
}

function forget(kept, name) {
  delete kept.values[name];
  delete kept.before[name];
}

function store(form) {
  if (form === waiting) waiting = null;
  const kept = read(form);
  for (const { name, value, defaultValue } of form.querySelectorAll(TYPED)) {
    const before = kept.before[name] ?? defaultValue;
    if (value === before) forget(kept, name);
    else [kept.values[name], kept.before[name]] = [value, before];
  }
  kept.seen ??= seenOf(form);
  write(form, kept);
}

function storeWaiting() { if (waiting) store(waiting); }

document.addEventListener("input", ({ target }) => {
  const form = target.closest(FORMS);
  if (!form) return;
  handled.add(target);
  if (form !== waiting) storeWaiting();
  waiting = form;
  clearTimeout(timer);
  timer = setTimeout(storeWaiting, 300);
});
addEventListener("pagehide", storeWaiting);

/**
 * Brings what was kept into fields that nobody has touched here. `anew`: the server wrote the form from what is stored,
 * so that what it says already needs no keeping any more.
 */
function restore(form, anew) {
  const kept = read(form);
  const brought = [];
  for (const field of form.querySelectorAll(TYPED)) {
    const { name, value, defaultValue } = field;
    if (handled.has(field) || !(name in kept.values)) continue;
    handled.add(field);
    if (kept.values[name] === defaultValue) { if (anew) forget(kept, name); }
    else if (value === defaultValue || value === kept.values[name]) { field.value = kept.values[name]; brought.push(field); }
  }
  write(form, kept);
  if (brought.length) tell(form, brought, sawOlder(form, kept.seen ?? {}, new Set(brought.map(({ name }) => `initial-${name}`))));
}

/** The form goes on from what had been seen; says whether that is older than what stands in it now. */
function sawOlder(form, seen, initials) {
  const hidden = [...form.querySelectorAll(SEEN)].filter(({ name }) => initials.has(name) || !name.startsWith("initial-"));
  const own = hidden.some(({ name }) => initials.has(name)); // each field tells of itself, else the version of all
  let older = false;
  for (const field of hidden) {
    if (!drawn.has(field)) drawn.set(field, field.value);
    const saw = seen[field.name] ?? field.value;
    if (saw !== field.value && (own ? initials.has(field.name) : field.name === "version")) older = true;
    field.value = saw;
  }
  return older;
}

/** Seen by everybody: that it was brought back, and a way to be rid of it. */
function tell(form, brought, older) {
  for (const field of brought) for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  form.querySelector("[data-brought]")?.remove();
  const sentence = older ? words.restoredOlder : words.restored;
  const notice = Object.assign(document.createElement("div"), { className: "notice" });
  notice.dataset.brought = "";
  const line = Object.assign(document.createElement("div"), { className: "toolbar" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "small end", textContent: words.throwAway });
  line.append(Object.assign(document.createElement("span"), { textContent: sentence }), button);
  notice.append(line);
  form.prepend(notice);
  button.addEventListener("click", () => throwAway(form, brought, notice));
  document.dispatchEvent(new CustomEvent("say", { detail: sentence }));
}

function throwAway(form, brought, notice) {
  if (form === waiting) waiting = null;
  sessionStorage.removeItem(keyOf(form));
  for (const field of brought) field.value = field.defaultValue;
  for (const field of form.querySelectorAll(SEEN)) if (drawn.has(field)) field.value = drawn.get(field);
  notice.remove();
  brought[0].focus();
  document.dispatchEvent(new CustomEvent("say", { detail: words.thrownAway }));
}

/** The server shows what was sent, and what else there is to know: from here on that has been seen. */
function answered(form) {
  write(form, { ...read(form), seen: seenOf(form) });
  restore(form, false);
}

// Sent by the browser itself: the page that comes next hears what became of it. What a script sends is not, and what
// a script has kept from being sent neither.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.querySelector("[data-forget]")) { waiting = null; sessionStorage.clear(); }
  if (event.defaultPrevented || !form.matches(FORMS)) return;
  store(form);
  const number = draw();
  sessionStorage.setItem("keep:sent", JSON.stringify({ key: keyOf(form), number }));
  const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "_kept", value: number });
  form.append(mark);
  setTimeout(() => mark.remove());
});

// Sent by htmx: of what stands in a form only the form's own submit counts, no look ahead and no change of what is asked.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.triggeringEvent?.type !== "submit" || !detail.elt.matches(FORMS)) return;
  store(detail.elt);
  detail.keepKey = keyOf(detail.elt);
  detail.parameters._kept = draw();
});
document.addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => {
  if (requestConfig.keepKey && xhr.getResponseHeader("Kept") === "taken") sessionStorage.removeItem(requestConfig.keepKey);
});
document.addEventListener("htmx:afterSettle", ({ detail: { xhr, requestConfig } }) => {
  const shown = xhr?.getResponseHeader("Kept") === "shown" && requestConfig.keepKey;
  for (const form of document.querySelectorAll(FORMS)) {
    if (shown === keyOf(form)) answered(form);
    else restore(form, requestConfig?.verb === "get");
  }
});

/** What the server said of the form that was sent last, if this page is its answer. */
function signOf(sent) {
  const [number, sign] = (/(?:^|; )kept=([^;]*)/.exec(document.cookie)?.[1] ?? "").split(".");
  if (!sent || sent.number !== number) return "";
  document.cookie = "kept=; path=/; max-age=0";
  return sign;
}

const sent = JSON.parse(sessionStorage.getItem("keep:sent") ?? "null");
sessionStorage.removeItem("keep:sent");
const sign = signOf(sent);
if (sign === "taken") sessionStorage.removeItem(sent.key);
for (const form of document.querySelectorAll(FORMS)) {
  if (sign === "shown" && sent.key === keyOf(form)) answered(form);
  else restore(form, true);
}
