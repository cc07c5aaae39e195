// Shows where a file may be dropped and that the check is under way; the form works without it.

const form = document.querySelector("[data-verify]");
for (const input of form?.querySelectorAll(".drop") ?? []) {
  for (const name of ["dragenter", "dragover"]) input.addEventListener(name, () => input.classList.add("is-over"));
  for (const name of ["dragleave", "drop"]) input.addEventListener(name, () => input.classList.remove("is-over"));
}
form?.addEventListener("submit", () => {
  const button = form.querySelector("[type=submit]");
  button.setAttribute("aria-busy", "true");
  button.lastChild.textContent = button.dataset.busy;
});
addEventListener("pageshow", () => form?.querySelector("[type=submit]").removeAttribute("aria-busy"));
