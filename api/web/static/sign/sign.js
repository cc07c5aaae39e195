// The recipient's page works without scripts; with them the document is drawn here, its places are filled in where
// they stand, answers are sent without losing anything, and what was filled in is kept for later.
import { watchDraft } from "./draft.js";
import { mountFields } from "./fields.js";
import { mountLook } from "./look.js";
import { tell } from "./told.js";

const viewer = document.getElementById("viewer");
document.documentElement.classList.add("has-script");
if (viewer) showDocument(viewer);
watchBar();
watchForms();
watchSealing();
mountLook();
watchDraft();

async function showDocument(element) {
  try {
    const { mountViewer } = await import("../viewer.js");
    const pages = await mountViewer(element, element.dataset.url);
    if (!pages) return;
    mountFields(element);
    const { mountPinch } = await import("./pinch.js");
    mountPinch(element);
    if (document.querySelector("[data-remark-here]")) await showRemarks();
  } catch (error) {
    // The picture of the first page and the link to the PDF itself stay on the page.
    console.warn("the document is not drawn here:", error);
  }
}

async function showRemarks() {
  const { mountRemarks } = await import("../remarks.js");
  mountRemarks();
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-close]")) target.closest("dialog").close();
    if (target.closest("[data-remark-add]")) document.querySelector("[data-changes]").open = true;
  });
}

function watchBar() {
  const bar = document.querySelector("[data-bar]");
  const panel = document.getElementById("panel");
  if (!bar || !panel || !("IntersectionObserver" in window)) return;
  new IntersectionObserver(([entry]) => bar.classList.toggle("is-away", entry.isIntersecting && innerWidth < 1000), {
    rootMargin: "0px 0px -120px",
  }).observe(panel);
}

function watchForms() {
  document.addEventListener("input", ({ target }) => {
    for (const id of (target.getAttribute("aria-describedby") ?? "").split(" ")) {
      if (id.endsWith("-problem")) document.getElementById(id)?.remove();
    }
    target.removeAttribute("aria-invalid");
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-form]")) return;
    event.preventDefault();
    send(event.target, event.submitter ?? event.target.querySelector("button"));
  });
}

async function send(form, button) {
  if (form.dataset.sending) return; // a double click is one answer
  form.dataset.sending = "yes";
  button.setAttribute("aria-busy", "true");
  form.querySelector("[data-told]")?.remove();
  try {
    const response = await fetch(button.hasAttribute("formaction") ? button.formAction : form.action, {
      method: "POST",
      body: new FormData(form, button.name ? button : undefined),
    });
    if (response.redirected && response.ok) {
      location.href = response.url;
      return;
    }
    replacePanel(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    tell(form, document.body.dataset.offline, { again: () => send(form, button) });
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
  const folded = new Map([...panel.querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
  const files = [...panel.querySelectorAll("input[type=file]")].filter((each) => each.files.length);
  panel.replaceChildren(...document.importNode(fresh, true).childNodes);
  panel.querySelectorAll("details[id]").forEach((each) => (each.open ||= folded.get(each.id) ?? false));
  // What was chosen for a file is nowhere but in its own element.
  files.forEach((each) => document.getElementById(each.id)?.replaceWith(each));
  document.dispatchEvent(new CustomEvent("panel"));
  const wrong = panel.querySelector("[aria-invalid]:not([type=hidden])");
  const next = wrong ?? panel.querySelector("[autofocus]") ?? panel;
  next.closest("details")?.setAttribute("open", "");
  next.focus();
  next.closest("form")?.querySelector(".primary, .danger")?.scrollIntoView({ block: "nearest" });
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
