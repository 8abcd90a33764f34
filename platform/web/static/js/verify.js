/* A file dropped where one may be chosen. Without this script, the field is there and does the same. */

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const words = zone.querySelector("[data-drop-words]");
  const { most, large, chosen } = zone.dataset;

  const tell = () => {
    const file = input.files[0];
    const fits = !file || file.size <= Number(most);
    input.setCustomValidity(fits ? "" : large);
    input.setAttribute("aria-invalid", String(!fits));
    if (!file) words.textContent = words.dataset.words;
    else words.textContent = fits ? chosen.replace("{name}", file.name) : large;
  };
  const hold = (over) => (event) => {
    event.preventDefault();
    zone.classList.toggle("over", over);
  };

  zone.addEventListener("dragover", hold(true));
  zone.addEventListener("dragleave", hold(false));
  zone.addEventListener("drop", (event) => {
    hold(false)(event);
    if (event.dataTransfer.files.length !== 1) return;
    input.files = event.dataTransfer.files;
    tell();
  });
  /* What is too large is not sent: the server would not read it. */
  input.form.addEventListener("submit", (event) => {
    if (input.validity.customError) {
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
    }
  }, { capture: true });
  input.addEventListener("change", tell);
  tell();
}
