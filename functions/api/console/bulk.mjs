// What can be done with chosen films at once. Each film is one request; what was refused is named.
import { html, useState } from "./htm.mjs";
import { ask } from "./api.mjs";
import { Act } from "./parts.mjs";
import { ENDED, titleOf } from "./words.mjs";

const films = (count) => `${count} ${count === 1 ? "film" : "films"}`;

/** Call the API for one after the other. Returns {done, refused: [[title, message]]}. */
export async function each(jobs, call) {
  const refused = [];
  for (const job of jobs) {
    try { await call(job); } catch (error) { refused.push([titleOf(job), error.message]); }
  }
  return { done: jobs.length - refused.length, refused };
}

const Said = ({ said }) => said && html`<p role="status">${said.words}</p>
  ${said.refused.length > 0 && html`<ul role="alert">${said.refused.map(([title, message]) =>
    html`<li key=${title}><span dir="auto">${title}</span>: ${message}</li>`)}</ul>`}`;

const Downloads = ({ jobs }) => html`<ul class="chips">${jobs.map((job) =>
  html`<li key=${job.job_id}><a href=${job.result.files.video.url} dir="auto">${titleOf(job)}</a></li>`)}</ul>`;

/** `shown` holds the ids on the page: the others are named, because nobody sees them. */
export function Bulk({ chosen, shown, clear, again }) {
  const [said, setSaid] = useState(null);
  const [links, setLinks] = useState(false);
  const jobs = [...chosen.values()];
  const open = jobs.filter((job) => !ENDED.has(job.status)), failed = jobs.filter((job) => job.status === "failed");
  const ready = jobs.filter((job) => job.result?.files.video), away = jobs.filter((job) => !shown.has(job.job_id)).length;
  const run = (some, method, ending, word) => async () => {
    const { done, refused } = await each(some, (job) => ask(`/api/v1/jobs/${job.job_id}${ending}`, { method }));
    setSaid({ words: `${films(done)} ${word}.`, refused });
    clear();
    again();
  };
  if (jobs.length === 0) return html`<${Said} said=${said} />`;
  return html`<section class="bulk" aria-label="Chosen films"><p><strong>${films(jobs.length)} chosen</strong>
      ${away > 0 && html` <small>${away} of them not on this page</small>`}</p>
    ${open.length > 0 && html`<${Act} sure=${`Yes, cancel ${films(open.length)}`} run=${run(open, "DELETE", "", "cancelled")}>Cancel ${open.length}<//>`}
    ${failed.length > 0 && html`<${Act} run=${run(failed, "POST", "/retry", "sent again")}>Retry ${failed.length}<//>`}
    ${ready.length > 0 && html`<button type="button" aria-expanded=${links} onClick=${() => setLinks(!links)}>Download ${ready.length}</button>`}
    <button type="button" onClick=${clear}>Choose none</button>
    ${links && html`<${Downloads} jobs=${ready} />`}
    <${Said} said=${said} /></section>`;
}
