// The recipient's page works without this script; with it the document is drawn here, answers are sent without
// losing the place in it, and the typed name is seen as a signature.

const viewer = document.getElementById("viewer");
if (viewer) showDocument(viewer);
watchBar();
watchForms();
watchSealing();

async function showDocument(element) {
  try {
    const { mountViewer } = await import("../viewer.js");
    await mountViewer(element, element.dataset.url);
  } catch (error) {
    // The link to the PDF itself stays on the page.
    console.warn("the document is not drawn here:", error);
  }
}

function watchBar() {
  const bar = document.querySelector("[data-bar]");
  const panel = document.getElementById("panel");
  if (!bar || !panel || !("IntersectionObserver" in window)) return;
  new IntersectionObserver(([entry]) => bar.classList.toggle("is-away", entry.isIntersecting), {
    rootMargin: "0px 0px -120px",
  }).observe(panel);
}

function watchForms() {
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-typed]")) writeInk(target.value);
    document.getElementById(`${target.id}-problem`)?.remove();
    target.removeAttribute("aria-invalid");
  });
  addEventListener("resize", () => writeInk());
  document.fonts?.ready.then(() => writeInk());
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-form]")) return;
    event.preventDefault();
    send(event.target, event.submitter ?? event.target.querySelector("button"));
  });
}

// A long name is written smaller rather than cut off.
function writeInk(name) {
  const ink = document.querySelector("[data-ink]");
  if (!ink) return;
  if (name !== undefined) ink.textContent = name;
  ink.style.fontSize = "";
  const whole = parseFloat(getComputedStyle(ink).fontSize);
  const share = ink.clientWidth / ink.scrollWidth;
  if (share < 1) ink.style.fontSize = `${Math.max(14, Math.floor(whole * share))}px`;
}

async function send(form, button) {
  if (form.dataset.sending) return; // a double click is one answer
  form.dataset.sending = "yes";
  button.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(button.hasAttribute("formaction") ? button.formAction : form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.redirected && response.ok) {
      location.href = response.url;
      return;
    }
    replacePanel(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    tell(form, document.body.dataset.offline);
  } finally {
    delete form.dataset.sending;
    button.removeAttribute("aria-busy");
  }
}

function replacePanel(page) {
  const fresh = page.getElementById("panel");
  const panel = document.getElementById("panel");
  if (!fresh) {
    tell(panel.querySelector("form"), page.querySelector("main")?.textContent.trim() || document.body.dataset.offline);
    return;
  }
  const folded = [...panel.querySelectorAll("details")].map((each) => each.open);
  panel.replaceChildren(...document.importNode(fresh, true).childNodes);
  panel.querySelectorAll("details").forEach((each, index) => (each.open ||= folded[index]));
  writeInk();
  document.fonts?.ready.then(() => writeInk());
  const next = panel.querySelector("[aria-invalid]") ?? panel.querySelector("[autofocus]") ?? panel;
  next.focus();
  next.closest("form")?.querySelector(".primary, .danger")?.scrollIntoView({ block: "nearest" });
}

function tell(form, words) {
  form.querySelector("[data-told]")?.remove();
  const told = document.createElement("p");
  told.className = "problem is-block";
  told.dataset.told = "";
  told.setAttribute("role", "alert");
  told.textContent = words;
  form.prepend(told);
}

function watchSealing() {
  if (!document.querySelector("[data-watch]")) return;
  const standing = document.body.dataset.standing;
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      if (page.body.dataset.standing === standing) return;
      clearInterval(timer);
      location.reload();
    } catch {
      // The line is bad: the next round asks again.
    }
  }, 2500);
}
