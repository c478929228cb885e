// Says a sentence to screen readers through the page's one live region.
export function announce(sentence) {
  const region = document.querySelector("[data-announcer]");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = sentence; }, 50);
}
