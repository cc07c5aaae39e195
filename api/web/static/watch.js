const BUSY_MS = 2000; // who has just touched the page is about to touch it again

// Keeps an open page fresh: asks now and then whether it is out of date, never while it is hidden.
export function mountWatch() {
  document.addEventListener("htmx:beforeRequest", restWhileHidden);
  document.addEventListener("htmx:beforeSwap", takeBadNews);
  document.addEventListener("htmx:sendError", tellOfSilence);
  document.addEventListener("htmx:beforeSwap", noteFocus);
  document.addEventListener("htmx:afterSettle", giveFocusBack);
  const mark = document.querySelector("[data-watch-every]");
  if (!mark) return;
  const every = Number(mark.dataset.watchEvery);
  let timer = 0;
  const again = (wait) => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, wait);
  };
  let leavings = 0;
  let touched = -BUSY_MS;
  const look = async () => {
    const before = leavings;
    const stale = await isStale(mark.dataset.watch);
    if (!stale || leavings !== before) again(every);
    else if (performance.now() - touched < BUSY_MS) again(BUSY_MS);
    else freshen();
  };
  document.addEventListener("visibilitychange", () => again(document.hidden ? 0 : 200));
  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(kind, () => (touched = performance.now()), { capture: true, passive: true });
  }
  // Somebody who is on their way to another page is not held back by a fresh copy of this one.
  // A download looks like leaving too: the page stays, and asks again after its usual time.
  window.addEventListener("beforeunload", () => {
    leavings += 1;
    again(every);
  });
  again(every);
}

// A part that htmx asks for again and again rests while nobody sees the page.
function restWhileHidden(event) {
  if (document.hidden && event.target.matches("[hx-trigger^='every']")) event.preventDefault();
}

// What is asked for again and again shows bad news too: left as it was, it would go on saying that all is well.
function takeBadNews(event) {
  const { elt, serverResponse, xhr } = event.detail;
  if (xhr.status === 503 && elt.matches("[hx-trigger^='every']") && serverResponse.includes(`id="${elt.id}"`)) {
    event.detail.shouldSwap = true;
  }
}

// The next answer brings the part anew, without these words.
function tellOfSilence(event) {
  event.target.querySelector("[data-unanswered]")?.removeAttribute("hidden");
}

// A part that comes anew takes the focus with it: whoever goes by keyboard would begin again at the top.
let focused = "";

function noteFocus(event) {
  const active = document.activeElement;
  const inside = event.detail.elt.contains(active) && event.detail.elt.matches("[hx-trigger^='every']");
  focused = inside ? signOf(active) : "";
}

function giveFocusBack() {
  if (!focused || document.activeElement !== document.body) return;
  const same = [...document.querySelectorAll("a[href], button, summary, input")].find((each) => signOf(each) === focused);
  same?.focus({ preventScroll: true });
  focused = "";
}

function signOf(element) {
  const leads = element.id || element.getAttribute("href") || element.form?.action || element.textContent.trim();
  return [element.tagName, element.name ?? "", leads].join(" ");
}

async function isStale(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/plain" } });
    return answer.status === 200;
  } catch {
    return false; // no network: ask again later
  }
}

// What a person is typing is worth more than freshness: then the page only says so.
function freshen() {
  const fields = [...document.querySelectorAll("main textarea, main input:not([type=hidden])")];
  const typed = fields.some((each) => each.value !== each.defaultValue || each.checked !== each.defaultChecked);
  if (typed || document.querySelector("dialog[open], details[data-menu][open], details.inner[open]")) {
    document.getElementById("stale")?.removeAttribute("hidden");
  } else {
    location.reload();
  }
}
