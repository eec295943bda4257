// What can be done with chosen films at once. Each film is one request; what was refused is named.
import { html, useRef, useState } from "./htm.mjs";
import { ask } from "./api.mjs";
import { Act, ENDED, Trouble, titleOf, useFocusKept } from "./parts.mjs";

export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const films = (count) => plural(count, "film");
const UNASKED = 20;

/** Call the API for one after the other. Returns {done, refused: [[name, message]]}. */
export async function each(jobs, call, nameOf = titleOf) {
  const refused = [];
  for (const job of jobs) {
    try { await call(job); } catch (error) { refused.push([nameOf(job), error.message]); }
  }
  return { done: jobs.length - refused.length, refused };
}

/** A button that removes after a question; above 20 the person types the count. `what` names it; the focus returns to the button. */
export function Removal({ what, count, run, children }) {
  const place = useFocusKept(), box = useRef(null), [typed, setTyped] = useState(""), [busy, setBusy] = useState(false), [error, setError] = useState(null);
  const sure = count <= UNASKED || typed.trim() === String(count);
  const open = () => { setTyped(""); setError(null); box.current.showModal(); };
  const remove = async (event) => {
    // A double click on the opener asks the question and does not answer it.
    if (busy || !sure || event.detail > 1) return;
    setBusy(true);
    try { box.current.close(); await run(); } catch (failed) { setError(failed); }
    setBusy(false);
  };
  return html`<span class="act" ref=${place}><button type="button" aria-disabled=${busy} onClick=${open}>${children}</button>
    <dialog ref=${box} aria-label=${`Remove ${what}?`}><p><strong>Remove ${what}?</strong> The jobs stay failed. This cannot be undone.</p>
      ${count > UNASKED && html`<label>Type ${count} to remove ${what}
        <input inputmode="numeric" autocomplete="off" value=${typed} onInput=${(event) => setTyped(event.target.value)} /></label>`}
      <p><button type="button" class="main" disabled=${!sure} onClick=${remove}>Yes, remove ${what}</button>
        ${" "}<button type="button" onClick=${() => box.current.close()}>No</button></p></dialog><${Trouble} error=${error} /></span>`;
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
