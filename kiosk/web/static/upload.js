// Lists what was chosen, each with a caption of its own, sends one after another, shows how far
// each is, and says "saved" only when the school's answer says so. Without this script the form
// sends all of them at once, and the next page says the same.
"use strict";
(() => {
  const TRIES = 5;
  const SILENCE = 60_000; // milliseconds without an answer or a step
  const form = document.querySelector("form.sending");
  if (!form) return;
  const most = Number(form.dataset.most);
  const megabytes = Number(form.dataset.megabytes);
  const list = form.querySelector(".results");
  const told = form.querySelector(".told");
  const send = form.querySelector(".send");
  const inputs = form.querySelectorAll("input[type=file]");
  const pieces = [];
  let sending = false;

  form.querySelector(".one-caption").remove();
  inputs.forEach((input) => {
    input.addEventListener("change", () => {
      [...input.files].forEach(add);
      input.value = "";
    });
  });
  form.addEventListener("made", (event) => add(event.detail));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.querySelector(".maker").hidden)
      told.textContent = "Please finish the drawing or recording first.";
    else if (!sending) sendAll();
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending || pieces.some((it) => it.state === "chosen")) event.preventDefault();
  });

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function add(file) {
    const used = pieces.filter((it) => it.state !== "refused").length;
    if (used >= most) {
      told.textContent = `At most ${most} can be sent here.`;
      return;
    }
    const piece = { file, state: "chosen" };
    piece.words = make("p", { className: "state" });
    piece.bar = make("progress", { max: 1, value: 0, hidden: true });
    piece.bar.setAttribute("aria-label", `How much of ${file.name} is sent`);
    piece.caption = make("input", { maxLength: 200, autocomplete: "off" });
    piece.label = make("label", {}, "A caption, if you like", piece.caption);
    piece.away = make("button", { type: "button", className: "button quiet" }, "Not this one");
    piece.away.addEventListener("click", () => forget(piece));
    piece.row = make("li", { className: "piece" }, preview(file), make("strong", {}, file.name));
    piece.row.append(piece.words, piece.bar, piece.label, piece.away);
    list.append(piece.row);
    if (file.size > megabytes << 20) {
      piece.label.remove();
      end(piece, "refused", `too large. Please send at most ${megabytes} MB.`);
    } else {
      told.textContent = `${file.name} is ready to send.`;
    }
    pieces.push(piece);
    form.dispatchEvent(new Event("chosen"));
  }

  function preview(file) {
    if (!file.type.startsWith("image/")) {
      const kind = file.type.split("/")[0];
      return make("span", { className: "kind" }, { audio: "🎤", video: "🎬" }[kind] || "📄");
    }
    const picture = make("img", { alt: "", className: "preview", src: URL.createObjectURL(file) });
    picture.onload = picture.onerror = () => URL.revokeObjectURL(picture.src);
    return picture;
  }

  function forget(piece) {
    if (sending) return;
    pieces.splice(pieces.indexOf(piece), 1);
    piece.row.remove();
    told.textContent = "Taken out.";
    send.focus();
  }

  async function sendAll() {
    const waiting = pieces.filter((it) => it.state === "chosen" || it.state === "lost");
    if (!waiting.length) {
      told.textContent = "Please choose a photo or another file first.";
      return;
    }
    sending = send.disabled = true;
    for (const piece of waiting) await sendOne(piece);
    sending = send.disabled = false;
    const saved = pieces.filter((it) => it.state === "saved").length;
    const lost = pieces.filter((it) => it.state === "lost").length;
    const refused = pieces.length - saved - lost;
    const all = saved === pieces.length;
    told.textContent = all
      ? `All saved: ${saved}. Thank you! `
      : `${saved} saved, ${lost + refused} not.${lost ? " Press Send to try again." : ""} `;
    if (saved && document.querySelector(".items"))
      told.append(make("a", { href: location.pathname }, "Show the portfolio"));
  }

  async function sendOne(piece) {
    piece.state = "sending";
    piece.away.hidden = true;
    piece.bar.hidden = false;
    piece.words.textContent = "On its way …";
    piece.row.scrollIntoView({ block: "nearest" });
    for (let number = 0; number < TRIES; number += 1) {
      const said = await post(piece);
      if (said) {
        end(piece, said.saved ? "saved" : "refused", said.saved ? "saved" : said.why);
        return;
      }
      piece.words.textContent = "No answer yet. Trying again …";
      await new Promise((done) => setTimeout(done, 1000 * 2 ** number));
    }
    end(piece, "lost", "not saved. Please try again when you are connected.");
  }

  function end(piece, state, words) {
    piece.state = state;
    piece.bar.hidden = true;
    piece.row.className = state === "saved" ? "piece note" : "piece wrong";
    piece.words.textContent = `${state === "saved" ? "✔" : "✘"} ${words}`;
    piece.away.hidden = state === "saved";
    if (state === "saved") piece.label.remove();
  }

  // What the school answered about the file, or null where it is worth trying again: the same
  // file sent twice is one item.
  function post(piece) {
    return new Promise((done) => {
      const body = new FormData();
      body.append("caption", piece.caption.value);
      body.append("files", piece.file, piece.file.name);
      const asked = new XMLHttpRequest();
      let silence = setTimeout(() => asked.abort(), SILENCE);
      const heard = () => {
        clearTimeout(silence);
        silence = setTimeout(() => asked.abort(), SILENCE * 2); // making it safe takes a while
      };
      asked.open("POST", form.getAttribute("action") || location.pathname);
      asked.setRequestHeader("Accept", "application/json");
      asked.upload.onprogress = (event) => {
        heard();
        if (event.lengthComputable) piece.bar.value = event.loaded / event.total;
        if (event.loaded === event.total) piece.words.textContent = "Nearly there …";
      };
      asked.onload = () => {
        clearTimeout(silence);
        try {
          const said = JSON.parse(asked.responseText);
          const one = said.files[0] || { saved: false, why: said.why };
          done(asked.status === 503 ? null : one);
        } catch {
          done(null);
        }
      };
      asked.onerror = asked.onabort = () => {
        clearTimeout(silence);
        done(null);
      };
      asked.send(body);
    });
  }
})();
