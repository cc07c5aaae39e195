// A row of the table leads to its line of the list below, which has up to a thousand of them.
export function mountMailing() {
  const list = document.querySelector("#list");
  for (const link of document.querySelectorAll("[data-to-line]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(list, Number(link.dataset.toLine));
    });
  }
}

function show(list, number) {
  const lines = list.value.split("\n");
  const at = Math.min(number, lines.length - 1);
  const start = lines.slice(0, at).reduce((length, line) => length + line.length + 1, 0);
  list.closest("details").open = true;
  list.focus();
  list.setSelectionRange(start, start + lines[at].length);
  list.scrollTop = (list.scrollHeight / lines.length) * Math.max(0, at - 2);
  list.scrollLeft = 0;
  list.scrollIntoView({ block: "center" });
}
