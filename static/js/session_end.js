// Before the session ends, its banner counts down; a key or a click keeps it. The server is asked first: another window
// may have kept it. Asking keeps nothing alive.
const banner = document.querySelector("[data-session-left]");
if (banner) {
  const form = banner.querySelector("form");
  const [soon, last, over, count, button] = ["[data-session-soon]", "[data-session-last]", "[data-session-over]",
    "[data-session-count]", "button"].map((each) => form.querySelector(each));
  const warns = Number(banner.dataset.sessionWarns);
  let ends = Date.now() + Number(banner.dataset.sessionLeft) * 1000;
  let final = "sessionFinal" in banner.dataset, asking = false, isOver = false;
  const left = () => Math.ceil((ends - Date.now()) / 1000);
  const ask = async (method) => {
    if (asking) return;
    asking = true;
    const body = method === "POST" ? new FormData(form) : undefined;
    const answer = await fetch(form.action, { method, body, redirect: "manual" }).catch(() => null);
    if (answer?.ok) {
      const told = await answer.json();
      ends = Date.now() + told.left * 1000;
      final = told.final;
    } else if (answer) isOver = true;
    asking = false;
    show();
  };
  const show = () => {
    banner.hidden = !isOver && left() > warns;
    soon.hidden = isOver || final;
    last.hidden = isOver || !final;
    over.hidden = !isOver;
    button.hidden = count.hidden = isOver || final && left() <= 0;
    if (final) button.hidden = true;
    count.textContent = `${Math.max(0, Math.floor(left() / 60))}:${String(Math.max(0, left() % 60)).padStart(2, "0")}`;
  };
  const tick = () => !isOver && (banner.hidden ? left() <= warns : left() <= 0) ? ask("GET") : show();
  const keep = () => { if (!banner.hidden && !isOver && !final) ask("POST"); };
  form.addEventListener("submit", (event) => { event.preventDefault(); keep(); });
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, keep);
  setInterval(tick, 1000);
}
