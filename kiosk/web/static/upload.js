// Sends each file by itself, shows how far it is, and says "saved" only when it is.
// Without this script the form sends all of them at once, and the next page says the same.
"use strict";
(() => {
  const TRIES = 4;
  const form = document.querySelector("form.sending");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const results = form.querySelector(".results");
  const button = form.querySelector("button");

  const post = (file, bar) =>
    new Promise((done) => {
      const body = new FormData();
      body.append("caption", form.querySelector("#caption").value);
      body.append("files", file, file.name);
      const asked = new XMLHttpRequest();
      asked.open("POST", form.getAttribute("action") || location.pathname);
      asked.setRequestHeader("Accept", "application/json");
      asked.upload.onprogress = (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      };
      asked.onload = () => {
        try {
          const said = JSON.parse(asked.responseText);
          const one = said.files[0] || { saved: false, why: said.why };
          done(asked.status === 503 ? null : one);
        } catch {
          done(null);
        }
      };
      asked.onerror = asked.onabort = asked.ontimeout = () => done(null);
      asked.send(body);
    });

  const line = (file) => {
    const item = document.createElement("li");
    const words = document.createElement("span");
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    words.textContent = file.name;
    item.append(words, bar);
    results.append(item);
    item.scrollIntoView({ block: "nearest" });
    return { item, words, bar };
  };

  const send = async (file, shown) => {
    for (let number = 0; number < TRIES; number += 1) {
      const said = await post(file, shown.bar);
      if (said) {
        shown.bar.remove();
        shown.item.className = said.saved ? "note" : "wrong";
        shown.words.textContent = said.saved
          ? `✔ ${file.name}: saved`
          : `✘ ${file.name}: ${said.why}`;
        return said.saved;
      }
      shown.words.textContent = `${file.name}: no answer yet, trying again …`;
      await new Promise((wait) => setTimeout(wait, 1000 * 2 ** number));
    }
    shown.item.className = "wrong";
    shown.words.textContent = `✘ ${file.name}: not saved. Please try again.`;
    return false;
  };

  form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    if (!files.length) return;
    event.preventDefault();
    button.disabled = true;
    const lines = files.map(line);
    let good = true;
    for (let at = 0; at < files.length; at += 1) good = (await send(files[at], lines[at])) && good;
    button.disabled = false;
    if (good) form.reset();
  });
})();
