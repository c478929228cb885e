// A composer by keyboard: Ctrl or Cmd and a key formats, with Enter sends, with Shift and P previews; the toolbar is one stop.
const MARKS = {
  b: "bold", i: "italic", k: "link", e: "code",
  "shift+x": "strikethrough", "shift+Digit7": "ordered-list", "shift+Digit8": "unordered-list", "shift+Period": "quote",
};

export function shortcuts(composer) {
  const toolbar = composer.querySelector("[role=toolbar]");
  composer.querySelector("textarea").addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const deed = meant(event, composer, toolbar);
    if (!deed) return;
    event.preventDefault();
    deed.click();
  });
  toolbar?.addEventListener("keydown", (event) => rove(event, toolbar));
}

function meant(event, composer, toolbar) {
  const letter = event.key.toLowerCase();
  if (letter === "enter" && !event.shiftKey) return composer.querySelector("[data-send]");
  if (letter === "p" && event.shiftKey) return composer.querySelector("[data-preview]");
  const shift = event.shiftKey ? "shift+" : "";
  const mark = MARKS[shift + letter] ?? MARKS[shift + event.code];
  return mark && toolbar?.querySelector(`[data-md-button="${mark}"]`);
}

function rove(event, toolbar) {
  const tools = [...toolbar.querySelectorAll("button")];
  const here = tools.indexOf(document.activeElement);
  const on = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
  const to = { ArrowRight: here + on, ArrowLeft: here - on, Home: 0, End: tools.length - 1 }[event.key];
  if (here < 0 || to === undefined) return;
  event.preventDefault();
  const next = tools.at(to % tools.length);
  for (const tool of tools) tool.tabIndex = tool === next ? 0 : -1;
  next.focus();
}
