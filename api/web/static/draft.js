// The preview beside the form of missing data: made again after a pause in typing, one request at a time.
import { mountViewer } from "./viewer.js";

const PAUSE_MS = 600;

for (const form of document.querySelectorAll("form[data-draft]")) mountDraft(form);

function mountDraft(form) {
  const view = document.querySelector("[data-draft-view]");
  const busy = document.querySelector(".draft-busy");
  let timer = 0;
  let running = null;
  const show = async () => {
    running?.abort();
    const mine = (running = new AbortController());
    busy.hidden = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), signal: mine.signal });
      await paint(view, answer);
    } catch (error) {
      if (error.name !== "AbortError") view.textContent = view.dataset.failed;
    } finally {
      if (running === mine) busy.hidden = true;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_MS);
  });
  show();
}

async function paint(view, answer) {
  if (!answer.ok) throw new Error(`preview: ${answer.status}`);
  const old = [...view.childNodes];
  const fresh = document.createElement("div");
  Object.assign(fresh.dataset, view.dataset);
  view.append(fresh);
  if (answer.headers.get("Content-Type") === "application/pdf") {
    if (!(await mountViewer(fresh, await answer.arrayBuffer()))) fresh.textContent = view.dataset.failed;
  } else {
    fresh.innerHTML = await answer.text();
  }
  old.forEach((each) => each.remove());
}
