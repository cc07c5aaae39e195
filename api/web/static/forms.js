// Forms: sent once, asked about when dangerous, a reason where one is needed, recipients added and removed.
export function mountForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!confirmed(form) || !explained(form, event.submitter)) {
      event.preventDefault();
    } else if ("once" in form.dataset || "decision" in form.dataset) {
      sendOnce(form);
    }
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("add" in button.dataset) addRecipient();
    if ("remove" in button.dataset) button.closest("[data-recipient]").remove();
  });
}

function confirmed(form) {
  return !form.dataset.confirm || confirm(form.dataset.confirm);
}

function explained(form, button) {
  const comment = form.querySelector("textarea[name=comment]");
  const needed = Boolean(button && "needsComment" in button.dataset && comment && !comment.value.trim());
  if (needed) {
    comment.setAttribute("aria-invalid", "true");
    form.querySelector("[data-why]")?.removeAttribute("hidden");
    comment.focus();
  }
  return !needed;
}

function sendOnce(form) {
  form.dataset.sent = "";
  // After this turn: a disabled button would not be sent with the form.
  setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((each) => (each.disabled = true)));
}

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("button:not([type=button])").forEach((each) => (each.disabled = false));
}

function addRecipient() {
  const blank = document.querySelector("template[data-blank]");
  const row = blank.content.cloneNode(true);
  const id = crypto.randomUUID?.() ?? String(Date.now());
  for (const each of row.querySelectorAll("[id], [for]")) {
    if (each.id) each.id = each.id.replace(/new$/, id);
    if (each.htmlFor) each.htmlFor = each.htmlFor.replace(/new$/, id);
  }
  const place = document.querySelector("[data-recipients]");
  place.append(row);
  place.lastElementChild.querySelector("input").focus();
}
