// Several documents chosen in the inbox: the button counts them, and waits until there are any.
export function mountMany() {
  const form = document.querySelector("[data-many]");
  const button = form.querySelector("button");
  const count = () => {
    const chosen = document.querySelectorAll(".pick-one:checked").length;
    button.disabled = chosen === 0;
    button.classList.toggle("btn-primary", chosen > 0);
    button.lastElementChild.textContent = chosen ? `${button.dataset.word} (${chosen})` : button.dataset.word;
  };
  document.addEventListener("change", (event) => event.target.matches(".pick-one") && count());
  addEventListener("pageshow", count); // going back keeps the ticks
  count();
}
