/** Dialogs: capture from any page, confirmation before what cannot be undone, and any other that a button names. */

// A link with data-dialog="ID" loads its address into #ID-body; without this module it is an ordinary link.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const dialog = document.getElementById(link.dataset.dialog);
  if (!dialog || !window.htmx) return;
  event.preventDefault();
  const body = `#${dialog.id}-body`;
  document.querySelector(body)?.replaceChildren(); // else what was there before could be sent once more
  dialog.showModal();
  await window.htmx.ajax("GET", link.getAttribute("href"), { target: body, swap: "innerHTML", source: body });
  dialog.querySelector("[autofocus], [name]:not([type=hidden])")?.focus();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog)?.showModal();
});

// The server says HX-Trigger: close-dialog when the form in a dialog succeeded.
document.addEventListener("close-dialog", () => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));

// Ctrl+Enter sends what was filled in: in a dialog, and what is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.target.closest("dialog form[method=post], form[data-writing]")?.requestSubmit();
});

// data-confirm="Question" on a button or form: asked before htmx or the browser sends it.
const confirm = document.getElementById("confirm");

function ask(question, then) {
  confirm.querySelector("#confirm-text").textContent = question;
  confirm.returnValue = "";
  confirm.addEventListener("close", () => { if (confirm.returnValue === "yes") then(); }, { once: true });
  confirm.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asked = event.submitter?.closest("[data-confirm]") ?? form.closest("[data-confirm]");
  if (!asked || !confirm || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asked.dataset.confirm, () => {
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  });
}, true);

// The same for an element that htmx sends by itself, without a form.
document.addEventListener("htmx:confirm", (event) => {
  const { elt, issueRequest } = event.detail;
  const asked = elt.closest("[data-confirm]");
  if (!asked || elt.closest("form")) return;
  event.preventDefault();
  ask(asked.dataset.confirm, () => issueRequest(true));
});

// data-copy="address" on a button: puts it on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(new URL(button.dataset.copy || location.href, location.href).href);
  const said = document.getElementById("words").dataset.copied;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text: said } }));
});
