// Names every behaviour once. Each finds its elements by a data attribute and is woken again for what htmx brings in.
import { localTimes } from "./local-times.js";
import { disclosures } from "./disclosures.js";
import { flashes } from "./flashes.js";
import { submitOnce } from "./submit-once.js";
import { keptText } from "./kept-text.js";
import { composers } from "./composers.js";
import { mentions } from "./mentions.js";
import { autosave } from "./autosave.js";
import { ordering } from "./ordering.js";
import { themeSwitch } from "./theme-switch.js";
import { copyLinks } from "./copy-links.js";
import { leanForms } from "./lean-forms.js";
import { drafts } from "./drafts.js";
import { quotes } from "./quotes.js";
import { focusFirst } from "./focus-first.js";
import { files } from "./files.js";
import { keyboard } from "./keyboard.js";
import { ways } from "./way.js";
import { bells } from "./bell.js";
import { passkeys } from "./passkeys.js";
import { caseDrafts } from "./case-draft.js";

const behaviours = [localTimes, disclosures, flashes, submitOnce, keptText, composers, mentions, autosave, ordering, themeSwitch, copyLinks, leanForms, drafts, files, quotes, focusFirst, keyboard, ways, bells, passkeys, caseDrafts];

function wake(root) {
  for (const behaviour of behaviours) behaviour(root);
}

wake(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) wake(event.target);
});
