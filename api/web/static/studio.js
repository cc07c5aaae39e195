// The studio: a file dropped onto its form, and the palette of fields: found by any word, copied by a click.
for (const drop of document.querySelectorAll("[data-drop]")) mountDrop(drop);
for (const palette of document.querySelectorAll("[data-palette]")) mountPalette(palette);
if (/^#(at|note)-\d+$/.test(location.hash)) showPlace();
addEventListener("hashchange", showPlace);

function mountDrop(drop) {
  const input = drop.querySelector("input[type=file]");
  const name = drop.querySelector("[data-drop-name]");
  const tell = () => (name.textContent = input.files[0]?.name ?? "");
  input.addEventListener("change", tell);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        tell();
      }
    });
  }
}

function mountPalette(palette) {
  const search = palette.querySelector("[data-palette-search]");
  search.addEventListener("input", () => filter(palette, search.value));
  palette.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tag]");
    if (button) copy(button, palette.dataset.copied);
  });
}

function filter(palette, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of palette.querySelectorAll("[data-group]")) {
    const name = group.querySelector("h3").textContent;
    let shown = 0;
    for (const entry of group.querySelectorAll("[data-entry]")) {
      const known = `${name} ${entry.textContent}`.toLowerCase();
      entry.hidden = !words.every((word) => known.includes(word));
      shown += entry.hidden ? 0 : 1;
    }
    group.hidden = !shown;
    found += shown;
  }
  palette.querySelector("[data-palette-none]").hidden = found > 0;
}

async function copy(button, words) {
  const code = button.querySelector("code");
  try {
    await navigator.clipboard.writeText(button.dataset.tag);
  } catch {
    getSelection().selectAllChildren(code); // without the right to copy, leave it selected
    return;
  }
  code.textContent = words;
  button.classList.add("done");
  setTimeout(() => {
    code.textContent = button.dataset.tag;
    button.classList.remove("done");
  }, 1200);
}

// A place inside of a box that scrolls is brought to its middle, and a closed card is opened.
function showPlace() {
  const place = document.getElementById(location.hash.slice(1));
  place?.closest("details")?.setAttribute("open", "");
  place?.scrollIntoView({ block: "center" });
}
