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
  document.addEventListener("input", ({ target }) => target.removeAttribute("aria-invalid"));
  document.addEventListener("change", ({ target }) => target.closest("[data-checks]") && countChecked());
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
    countChecked();
  });
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
  const missing = complaint(form, button);
  if (!missing) return true;
  const [words, field] = missing;
  if (field.type !== "checkbox") field.setAttribute("aria-invalid", "true");
  const why = form.querySelector("[data-why]");
  if (why && words) why.textContent = words;
  why?.removeAttribute("hidden");
  field.focus();
  if (field.type === "checkbox") field.scrollIntoView({ block: "center" });
  return false;
}

/** Return what a verdict still lacks, as words and the field that takes it; null when nothing. */
export function complaint(form, button) {
  const comment = form.querySelector("textarea[name=comment]");
  if (!button || !comment || comment.value.trim()) return null;
  if ("needsComment" in button.dataset) return [button.dataset.needsComment, comment];
  if ("criteria" in button.dataset && document.querySelector("[data-checks] input:not(:checked)")) {
    return [button.dataset.criteria, document.querySelector("[data-checks] input:not(:checked)")];
  }
  return null;
}

/** Say beside the buttons how many criteria are ticked: the list itself may be pages away. */
function countChecked() {
  const shown = document.querySelector("[data-checked]");
  if (shown) shown.textContent = document.querySelectorAll("[data-checks] input:checked").length;
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
  for (const each of row.querySelectorAll("[value=new]")) each.value = id;
  const place = document.querySelector("[data-recipients]");
  place.append(row);
  place.lastElementChild.querySelector("input").focus();
}
