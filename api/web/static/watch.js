// Keeps an open page fresh: asks now and then whether it is out of date, never while it is hidden.
export function mountWatch() {
  const mark = document.querySelector("[data-watch-every]");
  if (!mark) return;
  const every = Number(mark.dataset.watchEvery);
  let timer = 0;
  const again = (wait) => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, wait);
  };
  const look = async () => {
    if (await isStale(mark.dataset.watch)) freshen();
    else again(every);
  };
  document.addEventListener("visibilitychange", () => again(document.hidden ? 0 : 200));
  again(every);
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
  const typed = [...document.querySelectorAll("main textarea")].some((each) => each.value !== each.defaultValue);
  if (typed || document.querySelector("dialog[open], details[data-menu][open]")) {
    document.getElementById("stale")?.removeAttribute("hidden");
  } else {
    location.reload();
  }
}
