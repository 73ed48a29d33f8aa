/** What the page does with answers that are not the fragment it asked for: slow, refused, failed, none at all. */
const words = document.getElementById("words")?.dataset ?? {};
const busy = document.getElementById("busy");
const waiting = new Set();
const NOT_A_FRAGMENT = new Set([403, 404, 409, 412, 413, 429, 503]);

/** Says a sentence in the page's message region. */
function tell(sentence) {
  const line = document.createElement("p");
  line.className = "notice alarm";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  region().replaceChildren(line);
  line.scrollIntoView({ block: "nearest" });
}

/** The region in the open dialog if there is one, since a dialog covers the page's own. */
function region() {
  const dialog = document.querySelector("dialog[open]");
  return dialog?.querySelector(".messages") ?? prepended(dialog) ?? document.getElementById("messages");
}

function prepended(dialog) {
  if (!dialog) return null;
  const messages = document.createElement("div");
  messages.className = "messages";
  dialog.prepend(messages);
  return messages;
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const { xhr, target } = detail;
  const late = setTimeout(() => {
    waiting.add(xhr);
    busy.hidden = false;
    target?.setAttribute("aria-busy", "true");
  }, 100);
  xhr.addEventListener("loadend", () => {
    clearTimeout(late);
    waiting.delete(xhr);
    busy.hidden = waiting.size === 0;
    target?.removeAttribute("aria-busy");
  });
});

// A refusal must not overwrite the form that was refused, unless the server chose a place for it.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (NOT_A_FRAGMENT.has(detail.xhr.status) && !detail.xhr.getResponseHeader("HX-Retarget")) {
    detail.target = region();
    detail.swapOverride = "innerHTML";
  } else if (detail.xhr.status < 300) {
    document.querySelectorAll(".messages .notice.alarm").forEach((line) => line.remove());
  }
});

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= 500 || detail.xhr.status === 400) tell(words.failed);
});
document.addEventListener("htmx:sendError", () => tell(words.noAnswer));
document.addEventListener("htmx:timeout", () => tell(words.noAnswer));
