// What is filled in is kept on the server a moment after it was typed: another day, another device, a broken line.
// Consents, codes and files are never kept.
const PAUSE_MS = 1200;
let timer = 0;
let changed = false;

export function watchDraft() {
  const form = answer();
  if (!form?.dataset.draft) return;
  document.addEventListener("input", ({ target }) => {
    if (target.form !== answer() || target.type === "file" || target.name === "code") return;
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  });
  document.addEventListener("click", goOn);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("pagehide", keep);
}

// Another document of the envelope shows what was kept: it has to be there before the page is asked for.
async function goOn(event) {
  const link = event.target.closest("a[href*='/sign/']");
  if (!changed || !link || link.href.includes("download") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await keep();
  location.href = link.href;
}

export async function keep() {
  const form = answer();
  clearTimeout(timer);
  if (!changed || !form || form.dataset.sending) return;
  changed = false;
  const filled = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "code");
  try {
    await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(filled), keepalive: true, headers: { "X-Quiet": "1" } });
  } catch {
    changed = true; // the next pause tries again
  }
}

function answer() {
  return document.getElementById("answer");
}
