// Shows a PDF as pages on paper: each is drawn when it comes near, crisp on any screen, with text to select.
const BORDER = "600px";
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

// What a page of ours puts over a sheet (`data-over`) stays there when the sheet is drawn anew; its place is asked of
// `element.viewer.sheets`: each has `number`, `paper`, and `width` and `height` in points.

/**
 * Show the PDF at `url` (or the bytes of one) inside `element`; words come from the element's data (page, loading, failed, zoomIn, zoomOut).
 * Resolves to the number of pages, 0 when the file could not be shown.
 */
export async function mountViewer(element, url) {
  element.classList.add("viewer");
  element.setAttribute("aria-busy", "true");
  try {
    const pdfjs = await import("./vendor/pdf.min.mjs");
    pdfjs.GlobalWorkerOptions.workerSrc = new URL("./vendor/pdf.worker.min.mjs", import.meta.url).href;
    const file = await pdfjs.getDocument({ ...(url instanceof ArrayBuffer ? { data: url } : { url }), isEvalSupported: false, useWasm: false }).promise;
    element.viewer = new Viewer(element, pdfjs, file);
    await element.viewer.build();
    return file.numPages;
  } catch (error) {
    console.warn("viewer:", error);
    element.replaceChildren(fallback(element.dataset.failed ?? "", url));
    return 0;
  } finally {
    element.removeAttribute("aria-busy");
  }
}

class Viewer {
  constructor(element, pdfjs, file) {
    Object.assign(this, { element, pdfjs, file, zoom: 1, sheets: [] });
    this.pages = document.createElement("div");
    this.pages.className = "pages";
    this.pages.tabIndex = 0;
    this.pages.setAttribute("role", "region");
    this.pages.setAttribute("aria-label", element.dataset.page ?? "PDF");
    this.near = new IntersectionObserver((seen) => this.onSeen(seen), { root: null, rootMargin: BORDER });
    this.width = 0;
  }

  async build() {
    const first = await this.file.getPage(1);
    const { width, height } = first.getViewport({ scale: 1 });
    for (let number = 1; number <= this.file.numPages; number += 1) this.sheets.push(this.sheet(number, width, height));
    this.pages.append(...this.sheets.map((each) => each.paper));
    this.element.replaceChildren(this.bar(), this.pages);
    this.layOut();
    new ResizeObserver(() => this.onResize()).observe(this.element);
  }

  sheet(number, width, height) {
    const paper = document.createElement("div");
    paper.className = "paper";
    paper.setAttribute("role", "group");
    paper.setAttribute("aria-label", `${this.element.dataset.page ?? ""} ${number} / ${this.file.numPages}`);
    const sheet = { number, paper, width, height, drawn: 0 };
    paper.sheet = sheet;
    return sheet;
  }

  bar() {
    const bar = document.createElement("div");
    bar.className = "viewer-bar";
    this.place = document.createElement("span");
    this.place.className = "num";
    this.place.textContent = `1 / ${this.file.numPages}`;
    bar.append(this.button("−", this.element.dataset.zoomOut, -1), this.place, this.button("+", this.element.dataset.zoomIn, 1));
    return bar;
  }

  button(sign, words, by) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn-icon";
    button.textContent = sign;
    button.setAttribute("aria-label", words ?? sign);
    button.addEventListener("click", () => this.changeZoom(by));
    return button;
  }

  changeZoom(by) {
    const next = by > 0 ? ZOOMS.find((each) => each > this.zoom + 0.01) : ZOOMS.findLast((each) => each < this.zoom - 0.01);
    this.setZoom(next ?? this.zoom);
  }

  // Keep what is in the middle of the window there: whoever zooms in looks at something.
  setZoom(zoom) {
    const grown = Math.max(ZOOMS[0], Math.min(ZOOMS.at(-1), zoom)) / this.zoom;
    if (grown === 1) return;
    this.zoom *= grown;
    const above = innerHeight / 2 - this.pages.getBoundingClientRect().top;
    const across = this.pages.scrollLeft + this.pages.clientWidth / 2;
    this.layOut();
    if (above > 0) scrollBy({ top: above * (grown - 1), behavior: "instant" });
    this.pages.scrollLeft = across * grown - this.pages.clientWidth / 2;
  }

  onResize() {
    if (Math.abs(this.element.clientWidth - this.width) > 4) this.layOut();
  }

  layOut() {
    this.width = this.element.clientWidth;
    const room = Math.max(200, Math.min(this.width - 24, 900)) * this.zoom;
    for (const sheet of this.sheets) {
      this.size(sheet, room);
      this.near.unobserve(sheet.paper);
      this.near.observe(sheet.paper);
    }
  }

  size(sheet, room) {
    sheet.scale = room / sheet.width;
    sheet.paper.style.width = `${room}px`;
    sheet.paper.style.height = `${sheet.height * sheet.scale}px`;
  }

  // Pages are taken to be like the first one until they come near.
  measure(sheet, page) {
    const { width, height } = page.getViewport({ scale: 1 });
    if (Math.abs(width - sheet.width) < 0.5 && Math.abs(height - sheet.height) < 0.5) return;
    const room = sheet.width * sheet.scale;
    Object.assign(sheet, { width, height });
    this.size(sheet, room);
    this.element.dispatchEvent(new CustomEvent("sheet", { detail: sheet }));
  }

  onSeen(seen) {
    for (const entry of seen) {
      if (!entry.isIntersecting) continue;
      this.draw(entry.target.sheet).catch((error) => console.warn("viewer:", error));
    }
    const top = this.sheets.findLast((each) => each.paper.getBoundingClientRect().top < innerHeight / 2);
    if (top) this.place.textContent = `${top.number} / ${this.file.numPages}`;
  }

  async draw(sheet) {
    if (sheet.drawn === sheet.scale) return;
    const page = await this.file.getPage(sheet.number);
    this.measure(sheet, page);
    if (sheet.drawn === sheet.scale) return;
    sheet.drawn = sheet.scale;
    const viewport = page.getViewport({ scale: sheet.scale });
    const sharp = Math.min(devicePixelRatio || 1, 3);
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width * sharp);
    canvas.height = Math.floor(viewport.height * sharp);
    canvas.setAttribute("aria-hidden", "true");
    const transform = sharp === 1 ? undefined : [sharp, 0, 0, sharp, 0, 0];
    await page.render({ canvas, viewport, transform }).promise;
    const over = sheet.paper.querySelectorAll(":scope > [data-over]");
    sheet.paper.replaceChildren(canvas, await this.text(page, viewport, sheet), ...over);
  }

  async text(page, viewport, sheet) {
    const container = document.createElement("div");
    container.className = "textLayer";
    container.style.setProperty("--total-scale-factor", String(sheet.scale));
    container.style.setProperty("--scale-round-x", "1px");
    container.style.setProperty("--scale-round-y", "1px");
    await new this.pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container, viewport }).render();
    return container;
  }
}

function fallback(words, url) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = words || url;
  const note = document.createElement("p");
  note.className = "viewer-failed";
  note.append(link);
  return note;
}
