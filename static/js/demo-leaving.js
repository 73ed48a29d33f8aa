/** Waits until the service runs without the demo, then goes to its first page. */
const { ready } = document.body.dataset;

async function look() {
  try {
    const answer = await fetch(ready, { cache: "no-store" });
    if (answer.ok && !(await answer.json()).demo) return location.replace("/");
  } catch {
    // The web server is between two lives.
  }
  setTimeout(look, 700);
}

look();
