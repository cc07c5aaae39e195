// Menus, dialogs, the places on a phone and the choice of theme.
export function mountMenus() {
  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.dialog) document.getElementById(button.dataset.dialog)?.showModal();
    if ("close" in button.dataset) button.closest("dialog")?.close();
    if ("nav" in button.dataset) toggleNav(button);
    if (button.dataset.toggle) toggle(button);
    if ("themeSwitch" in button.dataset) switchTheme();
    if ("copy" in button.dataset) copySecret(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    open?.removeAttribute("open");
    open?.querySelector("summary").focus();
  });
}

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.removeAttribute("open");
  }
}

function toggleNav(button) {
  const open = document.body.classList.toggle("nav-open");
  button.setAttribute("aria-expanded", String(open));
}

function toggle(button) {
  const open = document.getElementById(button.dataset.toggle).classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
}

function switchTheme() {
  const root = document.documentElement;
  root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.bsTheme);
}

async function copySecret(button) {
  const secret = button.parentElement.querySelector("[data-secret]");
  try {
    await navigator.clipboard.writeText(secret.textContent);
    button.classList.add("done");
  } catch {
    getSelection().selectAllChildren(secret); // without the right to copy, leave it selected
  }
}
