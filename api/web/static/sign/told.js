// A line at the top of a form: what went wrong, and a button to try again where that helps.
export function tell(form, words, { again } = {}) {
  form.querySelector("[data-told]")?.remove();
  const told = document.createElement("div");
  told.className = "problem is-block";
  told.dataset.told = "";
  told.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  told.append(text);
  if (again) told.append(button(again));
  form.prepend(told);
  told.scrollIntoView({ block: "nearest" });
}

function button(again) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = document.body.dataset.again;
  made.addEventListener("click", again);
  return made;
}
