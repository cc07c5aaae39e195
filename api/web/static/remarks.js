// Remarks on the text: words selected in the PDF become a remark, and a remark leads to its words.
export function mountRemarks() {
  document.addEventListener("click", (event) => {
    const place = event.target.closest("a[data-page]");
    if (place && document.querySelector("[data-viewer] .paper")) {
      event.preventDefault();
      show(Number(place.dataset.page), place.dataset.quote ?? "");
    }
  });
  const button = document.querySelector("[data-remark-here]");
  const viewer = document.querySelector("[data-remarkable]");
  if (!button || !viewer) return;
  document.addEventListener("selectionchange", () => offer(button, viewer));
  addEventListener("scroll", () => offer(button, viewer), { passive: true });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the selection
  button.addEventListener("click", () => write(viewer));
  document.querySelector("[data-remark-add]")?.addEventListener("click", (event) => addOwn(event.target.closest("form")));
  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-remark-drop]");
    if (!drop) return;
    drop.closest("li").remove();
    countOwn();
  });
}

// The selection inside of the PDF: its words and the page on which it begins; null when there is none.
function selected(viewer) {
  const selection = getSelection();
  const words = selection.toString().replace(/\s+/g, " ").trim();
  if (!words || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const from = range.startContainer.parentElement?.closest(".paper") ?? range.startContainer.closest?.(".paper");
  return from && viewer.contains(from) ? { words: words.slice(0, 1000), page: from.sheet.number, range } : null;
}

function offer(button, viewer) {
  const found = selected(viewer);
  button.hidden = !found;
  if (!found) return;
  const box = found.range.getBoundingClientRect();
  const top = Math.min(Math.max(box.bottom + 8, 64), innerHeight - 60);
  button.style.top = `${top}px`;
  button.style.left = `${Math.min(Math.max(box.left, 8), innerWidth - button.offsetWidth - 8)}px`;
}

function write(viewer) {
  const found = selected(viewer);
  const dialog = document.getElementById("remark");
  if (!found) return;
  dialog.querySelector("[name=page]").value = found.page;
  dialog.querySelector("[name=quote]").value = found.words;
  dialog.querySelector("[name=text]").value = "";
  dialog.showModal();
  dialog.querySelector("[name=text]").focus();
}

function addOwn(form) {
  if (!form.reportValidity()) return;
  const row = document.querySelector("template[data-own-remark]").content.cloneNode(true);
  const value = (name) => form.elements[name].value.trim();
  row.querySelector("[name=remark_page]").value = value("page");
  row.querySelector("[name=remark_quote]").value = value("quote");
  row.querySelector("[name=remark_text]").value = value("text");
  const word = document.querySelector("[data-viewer]").dataset.page ?? "";
  row.querySelector("[data-remark-place]").textContent = value("page") ? `${word} ${value("page")}` : "";
  row.querySelector("[data-remark-words]").textContent = value("quote").slice(0, 140);
  document.querySelector("[data-own-remarks]").append(row);
  getSelection().removeAllRanges();
  form.closest("dialog").close();
  countOwn();
}

function countOwn() {
  const number = document.querySelectorAll("[data-own-remarks] li").length;
  document.getElementById("own-remarks").hidden = number === 0;
  const badge = document.querySelector("[data-own-count]");
  badge.hidden = number === 0;
  badge.querySelector("span").textContent = String(number);
}

// Bring a page into view and, once its text is there, mark the words.
function show(page, quote) {
  const paper = [...document.querySelectorAll(".paper")].find((each) => each.sheet.number === page);
  if (!paper) return;
  paper.scrollIntoView({ block: "start" });
  mark(paper, quote, performance.now() + 5000);
}

function mark(paper, quote, end) {
  const layer = paper.querySelector(".textLayer");
  const range = layer && find(layer, quote);
  if (range && "highlights" in CSS) {
    CSS.highlights.set("remark", new Highlight(range));
    const box = range.getBoundingClientRect();
    scrollBy({ top: box.top - innerHeight / 3 });
  } else if (!layer && quote && performance.now() < end) {
    setTimeout(() => mark(paper, quote, end), 100);
  }
}

// Find words in a text layer, whatever the spaces between them: lines of a PDF end without any.
function find(layer, quote) {
  const wanted = quote.replace(/\s+/g, "");
  if (!wanted) return null;
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at += 1) {
      if (/\s/.test(node.data[at])) continue;
      text += node.data[at];
      places.push([node, at]);
    }
  }
  const from = text.indexOf(wanted);
  if (from < 0) return null;
  const range = document.createRange();
  range.setStart(...places[from]);
  const [node, at] = places[Math.min(from + wanted.length, places.length) - 1];
  range.setEnd(node, at + 1);
  return range;
}
