// [data-files]: files that are chosen, dropped on the composer or pasted into the text are sent at once, one after the other.
import { each } from "./each.js";
import { sendFile } from "./file-sending.js";

function attach(part) {
  const composer = part.closest("[data-composer]");
  const input = part.querySelector("input[type=file]");
  const queue = new Queue(part);
  const chosen = () => {
    queue.add([...input.files]);
    input.value = ""; // they come with the form no more
  };
  input.addEventListener("change", chosen);
  chosen(); // before this was here, on a slow line
  composer.addEventListener("paste", (event) => take(event, event.clipboardData, queue));
  composer.addEventListener("dragover", (event) => over(event, composer, true));
  composer.addEventListener("dragleave", (event) => over(event, composer, composer.contains(event.relatedTarget)));
  composer.addEventListener("drop", (event) => {
    over(event, composer, false);
    take(event, event.dataTransfer, queue);
  });
  part.closest("form").addEventListener("submit", (event) => {
    if (queue.isBusy && !event.submitter?.hasAttribute("data-preview")) queue.hold(event);
  }, { capture: true });
}

function over(event, composer, isOver) {
  if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  event.preventDefault();
  composer.classList.toggle("is-over", isOver);
}

function take(event, from, queue) {
  if (!from?.files.length) return;
  event.preventDefault();
  queue.add([...from.files]);
}

class Queue {
  constructor(part) {
    this.part = part;
    this.waiting = Promise.resolve();
    this.left = 0;
  }

  get isBusy() { return this.left > 0; }

  add(files) {
    for (const file of files) {
      this.left += 1;
      this.waiting = this.waiting.then(() => sendFile(this.part, file)).finally(() => { this.left -= 1; });
    }
  }

  // What was chosen belongs to what is sent: the form waits until it has arrived, unless a file was refused.
  hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter, target } = event;
    this.waiting.finally(() => { if (!this.part.querySelector(".added.is-refused")) target.requestSubmit(submitter); });
  }
}

export function files(root) {
  each(root, "[data-files]", attach);
}
