// Copies a field at a tap. Browsers have the clipboard over TLS only; elsewhere the field is
// selected, and the old way tried.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector(".told");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    let copied;
    try {
      await navigator.clipboard.writeText(field.value);
      copied = true;
    } catch {
      copied = document.execCommand("copy");
    }
    told.textContent = copied ? "Copied." : "Please copy the marked words yourself.";
  });
}
