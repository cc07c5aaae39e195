// Compares a file with the hashes of the page; the file never leaves the browser.

const form = document.querySelector("[data-check]");
if (form && crypto.subtle) {
  form.hidden = false;
  form.querySelector("input").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const same = form.dataset.hashes.split(" ").includes(hash);
    const outcome = form.querySelector("[data-outcome]");
    outcome.textContent = same ? form.dataset.same : form.dataset.other;
    outcome.className = `outcome ${same ? "is-good" : "is-bad"}`;
  });
}
