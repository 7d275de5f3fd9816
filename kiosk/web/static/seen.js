// Tells the school which new posts were on the screen for a moment, several in one request.
// Without this script the page of a post has a button that says the same.
"use strict";
(() => {
  const MOMENT = 1500; // milliseconds on the screen
  const TOGETHER = 1000; // milliseconds for more to join a request
  const TALL = 0.5; // of a post, or of the screen where a post is taller
  const place = document.querySelector("[data-seen]");
  if (!place || !("IntersectionObserver" in window)) return;
  const looking = new Map(); // the post on the screen, and its timer
  let seen = [];
  let sending;

  const observer = new IntersectionObserver(
    (entries) => entries.forEach((it) => (isInSight(it) ? look(it.target) : away(it.target))),
    { threshold: [0, 0.1, 0.25, TALL, 0.75, 1] },
  );
  document.querySelectorAll("[data-post]").forEach((post) => observer.observe(post));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) send();
  });

  function isInSight(entry) {
    const high = Math.min(entry.boundingClientRect.height, window.innerHeight);
    return entry.isIntersecting && entry.intersectionRect.height >= high * TALL;
  }

  function look(post) {
    if (!looking.has(post)) looking.set(post, setTimeout(() => done(post), MOMENT));
  }

  function away(post) {
    clearTimeout(looking.get(post));
    looking.delete(post);
  }

  function done(post) {
    observer.unobserve(post);
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
      const answer = await fetch(place.dataset.seen, { method: "POST", body, keepalive: true });
      if (answer.ok) document.querySelectorAll(".have-read").forEach((it) => it.remove());
    } catch {
      // Out of reach: these posts are new for as long as the next look at them.
    }
  }
})();
