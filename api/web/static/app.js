// Starts what a staff page needs: each part is a module that looks for its own marks in the page.
import { mountKeyboard } from "./keyboard.js";
import { mountMenus } from "./menus.js";
import { mountForms } from "./forms.js";
import { mountWatch } from "./watch.js";

mountMenus();
mountKeyboard();
mountForms();
mountWatch();

if (document.querySelector("[data-remark-here], a[data-page]")) (await import("./remarks.js")).mountRemarks();
if (document.querySelector("[data-placing]")) (await import("./placing.js")).mountPlacing();
if (document.querySelector("[data-to-line]")) (await import("./mailing.js")).mountMailing();
if (document.querySelector("[data-many]")) (await import("./many.js")).mountMany();

for (const element of document.querySelectorAll("[data-viewer]")) {
  const { mountViewer } = await import("./viewer.js");
  mountViewer(element, element.dataset.viewer);
}
