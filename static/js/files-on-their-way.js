// The files of one form that are being sent: what was chosen belongs to what is sent, so the form waits for it.
import { sendFile } from "./file-sending.js";

export class FilesOnTheirWay {
  constructor(part) {
    this.part = part;
    this.waiting = Promise.resolve();
    this.left = 0;
  }

  get isBusy() { return this.left > 0; }

  get refused() { return this.part.querySelector(".added.is-refused"); }

  add(files) {
    for (const file of files) {
      this.left += 1;
      this.waiting = this.waiting.then(() => sendFile(this.part, file)).finally(() => { this.left -= 1; });
    }
  }

  // A draft and a preview can do without; a post that speaks of a file cannot.
  holdBack(event) {
    const { submitter, target } = event;
    if (!submitter?.hasAttribute("data-send")) return;
    if (!this.isBusy && !this.refused) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.isBusy) this.sendLater(target, submitter);
    else this.ask();
  }

  sendLater(form, submitter) {
    this.say(this.part.dataset.later);
    if (this.isHeld) return;
    this.isHeld = true;
    this.waiting.finally(() => {
      this.isHeld = false;
      if (this.refused) return this.ask();
      this.say("");
      form.requestSubmit(submitter);
    });
  }

  ask() {
    this.say(this.part.dataset.without);
    this.refused.querySelector("button")?.focus();
  }

  say(words) { this.part.querySelector("[data-files-later]").textContent = words; }
}
