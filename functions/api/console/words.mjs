// Numbers and times as people read them.
export const percent = (share) => `${Math.round(share * 100)} %`;
export const dollars = (amount) => (amount === 0 ? "free" : `$${amount.toFixed(amount < 1 ? 4 : 2)}`);

export function seconds(count) {
  if (count === null || count === undefined) return "–";
  if (count < 10) return `${count.toFixed(1)} s`;
  if (count < 120) return `${Math.round(count)} s`;
  return `${Math.floor(count / 60)} min ${Math.round(count % 60)} s`;
}

export const moment = (text) => (text ? new Date(text).toLocaleString() : "–");

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** How long ago, in the language of the browser. */
export function ago(text) {
  const passed = Math.max(0, Date.now() - Date.parse(text)) / 1000;
  const [unit, size] = UNITS.find(([, one]) => passed >= one) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.round(passed / size), unit);
}

/** A step's name in words: `render_scene#3` becomes "render scene 3". */
export const stepWords = (name) => name.replaceAll("_", " ").replace("#", " ");

/** A film's name: its title, else the beginning of its id. */
export const titleOf = (job) => job.title || `Film ${job.job_id.slice(0, 8)}`;

export const ENDED = new Set(["completed", "failed", "cancelled"]);
