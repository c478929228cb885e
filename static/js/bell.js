// Asks once a minute, while the page is looked at, how many notices are new: nothing is held open, and
// nothing is sent again that the page shows already. The figure stands in the title, too.
const EVERY = 60_000;
const MOST_SILENT = 5;
const title = document.title;
let validator = "";
let silent = 0;

function showInTitle(bell) {
  const unread = Number(bell.dataset.unread);
  document.title = unread ? `(${unread < 99 ? unread : "99+"}) ${title}` : title;
}

async function ask() {
  const bell = document.querySelector("[data-bell]");
  if (!bell || document.hidden) return;
  try {
    const headers = validator ? { "If-None-Match": validator } : {};
    const answer = await fetch(bell.dataset.bell, { headers, cache: "no-store", redirect: "error" });
    silent = 0;
    if (answer.status === 401) return bell.removeAttribute("data-bell");
    if (answer.status !== 200) return;
    validator = answer.headers.get("ETag") ?? "";
    show(bell, await answer.text());
  } catch {
    silent += 1;
  }
}

function show(bell, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-bell]");
  if (!fresh || fresh.dataset.unread === bell.dataset.unread) return;
  const hadFocus = bell === document.activeElement;
  bell.replaceWith(fresh);
  if (hadFocus) fresh.focus();
  showInTitle(fresh);
}

export function bells() {
  const bell = document.querySelector("[data-bell]");
  if (!bell || bells.started) return;
  bells.started = true;
  showInTitle(bell);
  setInterval(() => { if (silent < MOST_SILENT) ask(); }, EVERY);
  document.addEventListener("visibilitychange", () => { silent = 0; ask(); });
}
