// One draft: sends it, and says what became of it.
import { ahead } from "./draft-ahead.js";
import { keepHere, letGo } from "./draft-here.js";
import { sayGuessed } from "./guessed-language.js";
import { freshToken } from "./fresh-token.js";

const AGAIN = 10_000;
const MOST_WITH_A_PAGE_THAT_GOES = 60_000; // bytes; browsers let it take 64 KiB

export class Draft {
  constructor(composer) {
    this.part = (name) => composer.querySelector(`[data-draft-${name}]`);
    this.form = composer.closest("form");
    this.field = composer.querySelector("textarea");
    this.sequence = this.form.elements.sequence;
    this.who = composer.dataset.who;
    this.words = this.part("words").dataset;
  }

  changed(wait) {
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save(isLast = false) {
    if (!this.isDirty || this.isSent || this.isAsking || this.isEmpty) return;
    if (this.isFlying && !isLast) return this.changed(500);
    this.isDirty = false;
    const before = this.isFlying ? 1 : 0; // savings that are on their way
    this.isFlying = true;
    try {
      let answer = await this.send(before);
      if (answer.status === 400 && (await this.renewToken())) answer = await this.send(before);
      await this.hear(answer);
    } catch {
      this.trouble(this.words.notSaved);
      this.changed(AGAIN);
    } finally {
      this.isFlying = false;
    }
  }

  send(before) {
    const body = new FormData(this.form);
    if (this.sequence.value !== "0") body.set("sequence", Number(this.sequence.value) + before);
    const size = [...body.values()].reduce((sum, value) => sum + new Blob([value]).size + 200, 0);
    return fetch("/drafts", { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: size < MOST_WITH_A_PAGE_THAT_GOES });
  }

  async renewToken() {
    const token = await freshToken(this.who);
    if (token) this.form.elements.csrf_token.value = token;
    return token;
  }

  async hear(answer) {
    const isOut = answer.status === 401 || answer.status === 400;
    this.part("signed-out").hidden = !isOut;
    if (isOut) {
      this.isDirty = true; // tried again when the writer comes back to this tab
      return this.trouble("");
    }
    if ([403, 404].includes(answer.status)) return this.trouble(this.words.closed);
    if (![200, 409, 422].includes(answer.status)) throw new Error(answer.statusText);
    const told = await answer.json();
    if (answer.status === 409) return ahead(this, told);
    if (answer.status === 422) return this.trouble(told.why);
    if (!told.sequence) return this.trouble(told.said); // this form was sent: nothing was saved
    this.sequence.value = told.sequence;
    letGo(this);
    sayGuessed(this.form, told.language);
    this.say(`${this.words.saved}. ${told.said}`.trim());
  }

  trouble(words) {
    if (!this.isSent) keepHere(this);
    this.say(words, true);
  }

  say(words, isTrouble = false) {
    const state = this.part("state");
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("is-trouble", isTrouble);
  }

  get isEmpty() {
    const texts = this.form.querySelectorAll("textarea, input[type=text], [data-file] input[name=files]");
    return this.sequence.value === "0" && ![...texts].some((each) => each.value.trim());
  }
}
