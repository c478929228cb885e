// The second safety, in open spaces only: what could not be saved on the server is kept in this browser until it can.
import { ahead } from "./draft-ahead.js";
import { read, write } from "./kept-text.js";

// With the writer: whoever signs in next on a shared machine must not be given their text.
const place = ({ field, who }) => (field.dataset.keep ? `kept:draft:${who}:${field.dataset.keep}` : "");

export function keepHere(draft) {
  if (!place(draft)) return;
  const mask = new FormData(draft.form).get("mask") ?? "";
  write(place(draft), JSON.stringify({ sequence: draft.sequence.value, text: draft.field.value, mask }));
}

export function letGo(draft) {
  if (place(draft)) write(place(draft), "");
}

// It is newer than what the page came with, unless another tab went on: then its writer chooses.
export function bringBack(draft) {
  const kept = place(draft) && read(place(draft));
  if (!kept) return;
  const { sequence, text, mask } = JSON.parse(kept);
  const isNewer = !draft.field.value || sequence === draft.sequence.value;
  if (mask || isNewer) putOn(draft.form, mask);
  if (!isNewer && text !== draft.field.value) return ahead(draft, { sequence: draft.sequence.value, fields: { body: text } });
  draft.field.value = text;
  draft.field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A text that was to be sent masked is never sent by name: where no mask is to be had, the server refuses it and says why.
function putOn(form, mask) {
  const choice = form.querySelector(`[name=mask][value="${mask}"]`);
  if (choice) choice.checked = true;
  else if (mask) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "mask", value: mask }));
}
