/** A short answer at the edge, with a way back: HX-Trigger: {"toast": {"text": "…", "undo": "/address/"}}. */
const place = document.getElementById("toasts");
const words = document.getElementById("words").dataset;

document.addEventListener("toast", ({ detail }) => {
  const toast = document.createElement("div");
  toast.setAttribute("role", "status");
  toast.append(Object.assign(document.createElement("span"), { textContent: detail.text }));
  if (detail.undo) toast.append(undoButton(detail.undo, toast));
  place.replaceChildren(toast);
  leaveLater(toast, detail.undo ? 10000 : 4000);
});

function undoButton(address, toast) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.undo });
  button.addEventListener("click", async () => {
    await window.htmx.ajax("POST", address, { swap: "none" });
    toast.remove();
    location.reload();
  });
  return button;
}

/** Leaves after a while, but not while somebody is on it. */
function leaveLater(toast, after) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leaveLater(toast, 3000);
    else toast.remove();
  }, after);
}
