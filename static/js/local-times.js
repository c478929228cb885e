// Shows <time data-format> in the reader's language and zone; the server's words stay where this fails.
import { each } from "./each.js";

const styles = {
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  datetime: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
};
const steps = [["minute", 60], ["hour", 3600], ["day", 86400]];
const language = document.documentElement.lang;
const locale = language === "en" ? "en-GB" : language || undefined;
const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });

function relative(moment) {
  const seconds = (moment - Date.now()) / 1000;
  const size = Math.abs(seconds);
  if (size > 7 * 86400) return new Intl.DateTimeFormat(locale, styles.date).format(moment);
  const [unit, length] = steps.findLast(([, least]) => size >= least) ?? steps[0];
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(seconds / length), unit);
}

function show(element) {
  const moment = new Date(element.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  const format = element.dataset.format;
  element.title = full.format(moment);
  element.textContent = styles[format] ? new Intl.DateTimeFormat(locale, styles[format]).format(moment) : relative(moment);
}

export function localTimes(root) {
  each(root, "time[data-format]", show);
}

setInterval(() => document.querySelectorAll('time[data-format="relative"]').forEach(show), 60_000);
