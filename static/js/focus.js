/** After a fragment is swapped focus goes where the eye goes, and the live region says what changed. */
const live = document.getElementById("live");

/** Says one sentence to people who listen. The server asks for it with HX-Trigger: {"say": "…"}. */
function say(sentence) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = sentence; });
}

document.addEventListener("say", ({ detail }) => say(detail.value ?? detail));

// Whether the swap that comes takes the focus with it. What loads by itself must not move it.
let held = false;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const active = document.activeElement;
  held = active !== document.body && Boolean(detail.target?.contains(active));
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const place = detail.target?.isConnected ? detail.target : document.getElementById(detail.target?.id);
  if (!place) return;
  const wanted = place.matches("[data-focus]") ? place : place.querySelector("[data-focus], [autofocus]");
  if (wanted) wanted.focus();
  else if (document.activeElement === document.body && (held || detail.requestConfig?.triggeringEvent?.isTrusted)) returnTo(detail.requestConfig?.elt, place);
  const spoken = place.matches("[data-say]") ? place : place.querySelector("[data-say]");
  if (spoken) say(spoken.dataset.say);
});

/** Focus fell off the page with the element that held it: find its twin, else the swapped place itself. */
function returnTo(before, place) {
  const twin = before?.id && document.getElementById(before.id);
  const goal = twin || place;
  if (!goal.matches("a, button, input, select, textarea, summary, [tabindex]")) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
}

// A page that came back with errors shows them first.
document.querySelector(".error-summary[data-focus]")?.focus();
