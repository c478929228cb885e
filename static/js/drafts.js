// [data-draft]: what is written in a form is saved on the server two seconds after typing stops, and when the page goes.
import { each } from "./each.js";
import { Draft } from "./draft.js";
import { bringBack } from "./draft-here.js";

const PAUSE = 2000;

function attach(composer) {
  const draft = new Draft(composer);
  composer.querySelector("[data-draft-save]").hidden = true;
  draft.form.addEventListener("input", () => draft.changed(PAUSE));
  draft.form.addEventListener("submit", (event) => {
    // What is sent now is no draft any more; a draft saved after it would come back as a ghost.
    if (!event.defaultPrevented && !event.submitter?.hasAttribute("data-preview")) draft.isSent = true;
  });
  // Another form of the page leads away from it: what is written here goes ahead.
  document.addEventListener("submit", (event) => { if (event.target !== draft.form) draft.save(true); });
  addEventListener("pagehide", () => draft.save(true));
  addEventListener("pageshow", (event) => { if (event.persisted) draft.isSent = false; });
  document.addEventListener("visibilitychange", () => draft.save());
  bringBack(draft);
  if (draft.form.matches("[data-unsaved]") || draft.form.querySelector("[aria-invalid=true]")) draft.changed(PAUSE);
}

export function drafts(root) {
  each(root, "[data-draft]", attach);
}
