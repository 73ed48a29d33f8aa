/**
 * Bringing a text: a page's HTML is taken along with what is pasted, a file may be dropped anywhere,
 * and what is too large is said before it is sent, so that nothing typed is lost.
 */
const form = document.querySelector("form[data-largest]");
const said = document.getElementById("paste-said");
const { text, html, file } = form?.elements ?? {};
const STRUCTURE = /<(h[1-6]|li|table|ul|ol)\b/i;
const largest = Number(form?.dataset.largest);
let plain = "";

const tell = (sentence, wrong = false) => {
  said.textContent = sentence;
  said.className = wrong ? "field-error" : "hint";
};

text?.addEventListener("paste", (event) => {
  const page = event.clipboardData.getData("text/html");
  const alone = !text.value || (text.selectionStart === 0 && text.selectionEnd === text.value.length);
  if (!alone || !STRUCTURE.test(page) || page.length > largest) return;
  html.value = page;
  setTimeout(() => { plain = text.value; tell(form.dataset.htmlTaken); });
});

// Words that were changed by hand are what counts.
text?.addEventListener("input", () => {
  setTimeout(() => {
    if (html.value && plain && text.value !== plain) { html.value = ""; tell(""); }
  }, 10);
});

form?.addEventListener("submit", (event) => {
  const size = file.files[0]?.size ?? new Blob([html.value || text.value]).size;
  if (size <= largest) return;
  event.preventDefault();
  tell(form.dataset.tooLarge, true);
  (file.files[0] ? file : text).focus();
});

if (form) {
  addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    tell(form.dataset.dropHere);
  });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
