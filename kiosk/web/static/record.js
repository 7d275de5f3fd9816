// Records a sound or a film there and then. Browsers allow that only over TLS (or on the device
// itself); elsewhere the form's own fields open the phone's camera and recorder.
"use strict";
(() => {
  const MOST_SECONDS = 170;
  const form = document.querySelector("form.sending");
  if (!form) return;
  const makers = form.querySelector(".makers");
  const maker = form.querySelector(".maker");
  const buttons = makers.querySelectorAll("[data-record]");
  makers.hidden = false;
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) {
    buttons.forEach((it) => it.remove());
    return;
  }
  form.querySelector(".captures").hidden = true;
  buttons.forEach((it) => it.addEventListener("click", () => begin(it.dataset.record)));

  async function begin(kind) {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia(
        kind === "video" ? { audio: true, video: { facingMode: "environment" } } : { audio: true },
      );
    } catch {
      form.querySelector(".told").textContent =
        "The browser did not allow it. You can allow the camera and microphone in its settings.";
      return;
    }
    const recorder = new MediaRecorder(stream);
    const parts = [];
    const clock = Object.assign(document.createElement("p"), { className: "lead" });
    const stop = button("⏹ Stop", "button");
    const leave = button("Do not keep it", "button quiet");
    if (kind === "video") {
      const view = Object.assign(document.createElement("video"), { muted: true, autoplay: true });
      view.setAttribute("playsinline", "");
      view.srcObject = stream;
      maker.append(view);
    }
    maker.append(clock, stop, leave);
    makers.hidden = true;
    maker.hidden = false;
    let keep = true;
    const began = Date.now();
    const tick = () => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      clock.textContent = `Recording ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= MOST_SECONDS) recorder.stop();
    };
    const every = setInterval(tick, 500);
    tick();
    stop.addEventListener("click", () => recorder.stop());
    leave.addEventListener("click", () => {
      keep = false;
      recorder.stop();
    });
    recorder.ondataavailable = (event) => event.data.size && parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(every);
      stream.getTracks().forEach((track) => track.stop());
      maker.replaceChildren();
      maker.hidden = true;
      makers.hidden = false;
      if (!keep || !parts.length) return;
      const type = recorder.mimeType.split(";")[0] || `${kind}/webm`;
      const name = `${kind === "video" ? "Film" : "Sound"}.${type.endsWith("mp4") ? "mp4" : "webm"}`;
      form.dispatchEvent(new CustomEvent("made", { detail: new File(parts, name, { type }) }));
    };
    recorder.start(1000);
    stop.focus();
  }

  function button(words, className) {
    return Object.assign(document.createElement("button"), {
      type: "button",
      textContent: words,
      className,
    });
  }
})();
