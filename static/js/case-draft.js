// form[data-case-draft]: a step of a request is saved two seconds after typing stops, and when the page goes; of two tabs the later is told.
import { each } from "./each.js";
import { freshToken } from "./fresh-token.js";

const PAUSE = 2000, AGAIN = 10_000;

class Step {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-draft-state]");
    this.out = form.querySelector("[data-draft-signed-out]");
  }

  changed(wait = PAUSE) {
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save(isLast = false) {
    if (!this.isDirty || this.isSent || (this.isFlying && !isLast)) return this.isFlying && this.changed(500);
    this.isDirty = false;
    this.isFlying = true;
    try {
      let answer = await this.send();
      if (answer.status === 400 && (await this.renewToken())) answer = await this.send();
      await this.hear(answer);
    } catch {
      this.say(this.form.dataset.notSaved, true);
      this.changed(AGAIN);
    } finally {
      this.isFlying = false;
    }
  }

  send() {
    const body = new URLSearchParams(new FormData(this.form));
    body.set("autosave", "1");
    return fetch(this.form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: `${body}`.length < 60_000 });
  }

  async renewToken() {
    const token = await freshToken(this.form.dataset.who);
    if (token) this.form.elements.csrf_token.value = token;
    return token;
  }

  async hear(answer) {
    this.out.hidden = ![400, 401].includes(answer.status);
    if (!this.out.hidden) {
      this.isDirty = true; // tried again when its writer comes back to this tab
      return this.say("");
    }
    if (answer.status === 409) return this.say(this.form.dataset.ahead, true); // a press of a button shows both
    if (!answer.ok) throw new Error(answer.statusText);
    this.form.elements.basis.value = (await answer.json()).basis;
    this.say(this.form.dataset.saved);
  }

  say(words, isTrouble = false) {
    if (this.state.textContent !== words) this.state.textContent = words;
    this.state.classList.toggle("is-trouble", isTrouble);
  }
}

function attach(form) {
  const step = new Step(form);
  form.addEventListener("input", () => step.changed());
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) step.isSent = true; });
  addEventListener("pagehide", () => step.save(true));
  addEventListener("pageshow", (event) => { if (event.persisted) step.isSent = false; });
  document.addEventListener("visibilitychange", () => step.save());
}

export function caseDrafts(root) {
  each(root, "form[data-case-draft]", attach);
}
