// Tells the school which new posts were on the screen for a moment, several in one request.
// Without this script the page of a post has a button that says the same.
"use strict";
(() => {
  const MOMENT = 1500; // milliseconds on the screen
  const TOGETHER = 1000; // milliseconds for more to join a request
  const MIDDLE = "-20% 0px"; // where one reads: not the edges of the screen
  const place = document.querySelector("[data-seen]");
  if (!place || !("IntersectionObserver" in window)) return;
  const unseen = new Set(document.querySelectorAll("[data-post]"));
  const timers = new Map(); // of the posts that are on the screen
  let seen = [];
  let sending;

  const observer = new IntersectionObserver(
    (entries) => entries.forEach((it) => (it.isIntersecting ? look(it.target) : away(it.target))),
    { rootMargin: MIDDLE },
  );
  document.querySelectorAll(".have-read").forEach((button) => button.remove());
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : watch()));
  if (!document.hidden) watch();

  function watch() {
    unseen.forEach((post) => observer.observe(post));
  }

  function rest() {
    observer.disconnect();
    unseen.forEach(away);
    send();
  }

  function look(post) {
    if (!timers.has(post)) timers.set(post, setTimeout(() => done(post), MOMENT));
  }

  function away(post) {
    clearTimeout(timers.get(post));
    timers.delete(post);
  }

  function done(post) {
    observer.unobserve(post);
    unseen.delete(post);
    timers.delete(post);
    seen.push(post.dataset.post);
    sending = sending || setTimeout(send, TOGETHER);
  }

  async function send() {
    clearTimeout(sending);
    sending = undefined;
    if (!seen.length) return;
    const body = new URLSearchParams({ posts: seen.join(",") });
    seen = [];
    try {
      await fetch(place.dataset.seen, { method: "POST", body, keepalive: true });
    } catch {
      // Out of reach: these posts stay new until they are looked at again.
    }
  }
})();
