// A like without leaving the place: the form is sent, and the button shows what came of it.
// Without this script, or when it fails, the form is sent as every form is.
"use strict";
document.querySelectorAll("form.like").forEach((form) => {
  const button = form.querySelector("button");
  let sending = false;
  form.addEventListener("submit", send);

  async function send(event) {
    event.preventDefault();
    if (sending) return;
    sending = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams({ on: button.value }),
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
    } catch {
      form.removeEventListener("submit", send);
      button.click();
    }
    sending = false;
  }

  function show({ likes, liked }) {
    button.value = liked ? "0" : "1";
    button.classList.toggle("on", liked);
    button.setAttribute("aria-pressed", liked);
    button.querySelector(".heart").textContent = liked ? "♥" : "♡";
    button.querySelector(".count").textContent = likes ? ` · ${likes}` : "";
  }
});
