// The second safety, in open spaces only: what could not be saved on the server is kept in this browser until it can.
import { ahead } from "./draft-ahead.js";
import { read, write } from "./kept-text.js";

const place = ({ field }) => (field.dataset.keep ? `kept:draft:${field.dataset.keep}` : "");

export function keepHere(draft) {
  if (place(draft)) write(place(draft), JSON.stringify({ sequence: draft.sequence.value, text: draft.field.value }));
}

export function letGo(draft) {
  if (place(draft)) write(place(draft), "");
}

// It is newer than what the page came with, unless another tab went on: then its writer chooses.
export function bringBack(draft) {
  const kept = place(draft) && read(place(draft));
  if (!kept) return;
  const { sequence, text } = JSON.parse(kept);
  if (text === draft.field.value) return letGo(draft);
  if (draft.field.value && sequence !== draft.sequence.value) return ahead(draft, { sequence: draft.sequence.value, fields: { body: text } });
  draft.field.value = text;
  draft.field.dispatchEvent(new Event("input", { bubbles: true }));
}
