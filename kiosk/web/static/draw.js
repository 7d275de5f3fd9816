// A drawing made on the page, with a finger, a pen or a mouse.
"use strict";
(() => {
  const WIDTH = 1200;
  const HEIGHT = 900;
  const PENS = { Thin: 6, Medium: 18, Thick: 48 };
  const COLOURS = {
    Black: "#1d1b2e", Red: "#d42a2a", Orange: "#f08a1d", Yellow: "#f6d32b", Green: "#2a9d4a",
    Blue: "#2565d8", Purple: "#7a3fc4", Brown: "#7b4a21", Pink: "#f178b6", White: "#ffffff",
  };
  const form = document.querySelector("form.sending");
  if (!form) return;
  const makers = form.querySelector(".makers");
  const maker = form.querySelector(".maker");
  makers.querySelector("[data-draw]").addEventListener("click", open);

  function open() {
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    canvas.className = "drawing";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Paper to draw on");
    const pen = canvas.getContext("2d");
    const strokes = [];
    let colour = COLOURS.Black;
    let size = PENS.Medium;
    let now = null;
    const colours = choices(COLOURS, "Black", (it) => (colour = it), true);
    const sizes = choices(PENS, "Medium", (it) => (size = it), false);
    const undo = button("↶ Undo", "button quiet", () => {
      strokes.pop();
      redraw();
    });
    const done = button("Use this drawing", "button", () => {
      if (!strokes.length) return close();
      canvas.toBlob((blob) => {
        const file = new File([blob], "Drawing.png", { type: "image/png" });
        form.dispatchEvent(new CustomEvent("made", { detail: file }));
        close();
      }, "image/png");
    });
    const leave = button("Do not keep it", "button quiet", close);
    maker.append(canvas, colours, sizes, undo, done, leave);
    makers.hidden = true;
    maker.hidden = false;
    redraw();
    canvas.scrollIntoView({ block: "nearest" });

    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      now = { colour, size, points: [at(event)] };
      strokes.push(now);
      line(now);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!now) return;
      now.points.push(at(event));
      line(now);
    });
    for (const name of ["pointerup", "pointercancel"])
      canvas.addEventListener(name, () => (now = null));

    function at(event) {
      const box = canvas.getBoundingClientRect();
      return [
        ((event.clientX - box.left) * WIDTH) / box.width,
        ((event.clientY - box.top) * HEIGHT) / box.height,
      ];
    }

    function line(stroke) {
      const [from, to] = stroke.points.slice(-2);
      pen.strokeStyle = stroke.colour;
      pen.lineWidth = stroke.size;
      pen.lineCap = pen.lineJoin = "round";
      pen.beginPath();
      pen.moveTo(...from);
      pen.lineTo(...(to || from));
      pen.stroke();
    }

    function redraw() {
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, WIDTH, HEIGHT);
      for (const stroke of strokes)
        stroke.points.forEach((_, end) => line({ ...stroke, points: stroke.points.slice(0, end + 1) }));
    }
  }

  function close() {
    maker.replaceChildren();
    maker.hidden = true;
    makers.hidden = false;
  }

  function choices(values, chosen, choose, coloured) {
    const group = Object.assign(document.createElement("div"), { className: "pens" });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", coloured ? "Colour" : "Pen");
    for (const [name, value] of Object.entries(values)) {
      const it = button(coloured ? "" : name, coloured ? "pen colour" : "pen", () => {
        group.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", "false"));
        it.setAttribute("aria-pressed", "true");
        choose(value);
      });
      it.setAttribute("aria-pressed", String(name === chosen));
      if (coloured) {
        it.style.backgroundColor = value;
        it.setAttribute("aria-label", name);
      }
      group.append(it);
    }
    return group;
  }

  function button(words, className, pressed) {
    const it = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: words,
      className,
    });
    it.addEventListener("click", pressed);
    return it;
  }
})();
