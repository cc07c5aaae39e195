// Places to fill in lie over the pages; each opens its own question, and «next» leads through those that must be filled.
import { keep } from "./draft.js";

let viewer = null;
let sheet = null;
let home = null;

export function mountFields(element) {
  viewer = element;
  sheet = document.querySelector("[data-field-sheet]");
  if (!sheet) return;
  element.addEventListener("sheet", place);
  document.addEventListener("panel", place);
  document.addEventListener("input", ({ target }) => target.closest("[data-field]") && show(target.closest("[data-field]")));
  document.addEventListener("click", ({ target }) => target.closest("[data-next]") && next());
  sheet.addEventListener("close", () => sheet.open || bringHome()); // it comes late: another field may be asked by then
  sheet.addEventListener("keydown", onKey);
  sheet.querySelector("[data-done]").addEventListener("click", shut);
  place();
  const asked = new URLSearchParams(location.search).get("field");
  if (asked !== null) next();
}

function fields() {
  return [...document.querySelectorAll("[data-field]")];
}

function here(field) {
  return field.dataset.document === viewer.dataset.document;
}

function place() {
  const spots = [...document.querySelectorAll(".spot")];
  const focused = spots.indexOf(document.activeElement);
  spots.forEach((each) => each.remove());
  for (const field of fields().filter(here)) lay(field, spot(field));
  for (const own of document.querySelectorAll("[data-place]")) if (here(own)) lay(own, signature(own));
  fields().forEach(show);
  if (focused >= 0) document.querySelectorAll(".spot")[focused]?.focus({ preventScroll: true });
}

function lay(source, button) {
  const page = viewer.viewer.sheets[Number(source.dataset.page)];
  if (!page) return;
  const [left, bottom, right, top] = source.dataset.box.split(" ").map(Number);
  Object.assign(button.style, {
    left: share(left, page.width),
    top: share(page.height - top, page.height),
    width: share(right - left, page.width),
    height: share(top - bottom, page.height),
  });
  page.paper.append(button);
}

function share(part, whole) {
  return `${(100 * part) / whole}%`;
}

function spot(field) {
  const button = made(`spot is-${field.dataset.kind}`);
  button.dataset.name = field.dataset.field;
  button.append(document.createElement("span"));
  button.addEventListener("click", () => ask(field));
  return button;
}

function signature(own) {
  const button = made("spot is-signature");
  button.textContent = own.dataset.label;
  button.addEventListener("click", toPanel);
  return button;
}

function made(name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = name;
  button.dataset.over = "";
  return button;
}

function control(field) {
  return field.querySelector("input, textarea");
}

function filled(field) {
  const input = control(field);
  return input.type === "checkbox" ? input.checked : input.value.trim() !== "";
}

function missing() {
  return fields().filter((each) => "required" in each.dataset && !filled(each));
}

function show(field) {
  const button = [...document.querySelectorAll(".spot[data-name]")].find((each) => each.dataset.name === field.dataset.field && here(field));
  if (button) {
    const input = control(field);
    const words = input.type === "checkbox" ? (input.checked ? "✓" : "") : written(input);
    button.classList.toggle("is-filled", filled(field));
    button.classList.toggle("is-required", "required" in field.dataset);
    button.firstChild.textContent = words || field.dataset.label;
    button.setAttribute("aria-label", words ? `${field.dataset.label}: ${words}` : field.dataset.label);
  }
  countLeft();
}

function written(input) {
  return input.type === "date" ? input.value.split("-").reverse().join(".") : input.value.trim();
}

function countLeft() {
  const left = missing().length;
  for (const count of document.querySelectorAll("[data-left]")) {
    count.hidden = left === 0;
    count.querySelector("b").textContent = String(left);
  }
  const now = sheet.open ? sheet.querySelector("[data-field]") : null;
  const onward = missing().some((each) => each !== now);
  document.querySelectorAll("[data-next]").forEach((each) => (each.hidden = each.closest("dialog") ? !onward : left === 0));
  sheet.querySelector("[data-done]").classList.toggle("primary", !onward);
  document.querySelectorAll("[data-to-panel]").forEach((each) => (each.hidden = left > 0));
}

// The next field that must be filled, after the one that is asked now; then on to the signature.
function next() {
  const now = sheet.open ? sheet.querySelector("[data-field]") : null;
  const field = missing().find((each) => each !== now);
  if (!field && now && !filled(now) && "required" in now.dataset) return control(now).focus();
  shut();
  if (!field) return toPanel();
  if (!here(field)) {
    keep().finally(() => (location.href = field.dataset.href));
    return undefined;
  }
  const button = [...document.querySelectorAll(".spot")].find((each) => each.dataset.name === field.dataset.field);
  button?.scrollIntoView({ block: "center" });
  return ask(field);
}

// The question itself moves into the sheet and back: there is one of it, so nothing has to be copied.
function ask(field) {
  shut();
  home = document.createComment("the place of the field");
  field.replaceWith(home);
  sheet.querySelector("[data-question]").append(field);
  document.querySelectorAll(".spot").forEach((each) => each.classList.toggle("is-asked", each.dataset.name === field.dataset.field));
  sheet.showModal();
  countLeft();
  const input = control(field);
  if (input.type === "checkbox" && !input.checked) input.click();
  input.focus();
}

function shut() {
  if (sheet.open) sheet.close();
  bringHome();
}

function bringHome() {
  const field = sheet.querySelector("[data-field]");
  if (home && field) home.replaceWith(field);
  home = null;
  document.querySelectorAll(".spot.is-asked").forEach((each) => (each.classList.remove("is-asked"), each.focus({ preventScroll: true })));
}

function onKey(event) {
  if (event.key !== "Enter" || event.target.matches("textarea, button")) return;
  event.preventDefault();
  next();
}

function toPanel() {
  const panel = document.getElementById("panel");
  panel.scrollIntoView();
  panel.focus({ preventScroll: true });
}
