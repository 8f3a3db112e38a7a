// While the worker is at it, the page looks again by itself; the link beside it does the same without this.
const EVERY_MS = 3000;

async function look(region) {
  const answer = await fetch(region.dataset.watch, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main [data-watch]");
  if (!fresh) {
    location.reload();
    return null;
  }
  const [said, says] = [region.querySelector("h1"), fresh.querySelector("h1")];
  if (said && says) said.textContent = says.textContent;
  const [bar, filled] = [region.querySelector("progress"), fresh.querySelector("progress")];
  if (Boolean(bar) !== Boolean(filled)) location.reload();
  if (bar && filled) bar.value = filled.value;
  return region;
}

for (const region of document.querySelectorAll("main [data-watch]")) {
  region.querySelector("h1")?.setAttribute("aria-live", "polite");
  const again = () => setTimeout(() => look(region).then((going) => going && again(), again), EVERY_MS);
  again();
}
