// One film: the player or the progress, the storyboard, the steps, and what happened.
import { html, useEffect, useRef } from "./htm.mjs";
import { ask } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Act, Heading, Progress, State, Table, Trouble } from "./parts.mjs";
import { Player } from "./player.mjs";
import { Storyboard } from "./storyboard.mjs";
import { Timeline } from "./timeline.mjs";
import { ENDED, dollars, moment, percent, seconds, titleOf } from "./words.mjs";

/** Announce the progress in steps of 10 %, because a screen reader would read each percent. */
const Spoken = ({ job }) =>
  html`<p class="spoken" role="status">${job.status}, ${Math.floor(job.progress * 10) * 10} %</p>`;

const Waiting = ({ job }) => {
  const { low, high } = job.eta_interval_seconds ?? {};
  return html`<div class="waiting">
    <${Progress} name=${titleOf(job)} share=${job.progress} />
    <p>${percent(job.progress)} · ${job.progress_message || job.waiting_reason || "waiting"}
      ${job.position && html` · place ${job.position} in the queue`}
      ${job.eta_seconds !== null && html` · about ${seconds(job.eta_seconds)} left${low !== undefined && ` (${seconds(low)} to ${seconds(high)})`}`}
    </p>
  </div>`;
};

const Failure = ({ error }) =>
  html`<div class="trouble"><strong>${error.code}</strong> ${error.message}
    <small> ${error.retryable ? "The same request can succeed later: retry it." : "The same request fails again: change it."}</small></div>`;

const Files = ({ files }) =>
  html`<section aria-labelledby="files"><h2 id="files">Files</h2>
    <ul>${Object.entries(files).map(([name, { url }]) => html`<li key=${name}><a href=${url}>${name.replaceAll("_", " ")}</a></li>`)}</ul>
  </section>`;

function History({ path, version }) {
  const { data, again } = useLive(path, 15_000);
  useEffect(again, [version]);
  const rows = (data?.history ?? []).map((row) => [row.sequence, moment(row.at), row.event, row.to_state.toLowerCase(), row.attempt]);
  return html`<section aria-labelledby="history"><h2 id="history">History</h2>
    <${Table} name="History" columns=${["Time", "Event", "State", "Attempt"]} rows=${rows} /></section>`;
}

export function Film({ id }) {
  const path = `/api/v1/jobs/${encodeURIComponent(id)}`;
  const { data: job, error, at, again } = useLive(path, 2_000);
  const shown = useRef(0);
  if (!job) return html`<${Heading}>Film<//><${Trouble} error=${error} />${!error && html`<p aria-busy="true">Reading the film.</p>`}`;
  // Two readers may answer out of order; what has been shown never falls.
  shown.current = Math.max(shown.current, job.progress);
  const title = titleOf(job);
  const open = !ENDED.has(job.status);
  return html`<${Heading}><span dir="auto">${title}</span><//>
    <p><${State} word=${job.status} /> · ${moment(job.created_at)} · ${dollars(job.cost_usd)}</p>
    <${Spoken} job=${job} />
    <${Trouble} error=${error} at=${at} />
    ${job.error && html`<${Failure} error=${job.error} />`}
    ${open && html`<${Waiting} job=${{ ...job, progress: shown.current }} />`}
    ${job.result?.files.video && html`<${Player} job=${job} again=${again} title=${title} />`}
    <p class="acts">
      ${open && html`<${Act} sure="Yes, cancel it" run=${() => ask(path, { method: "DELETE" }).then(again)}>Cancel<//>`}
      ${job.status === "failed" && html`<${Act} kind="main" run=${() => ask(`${path}/retry`, { method: "POST" }).then(again)}>Retry<//>`}
    </p>
    <${Storyboard} steps=${job.steps} />
    <${Timeline} job=${job} title=${title} />
    ${job.result && html`<${Files} files=${job.result.files} />`}
    <${History} path=${`${path}/history`} version=${job.state} />`;
}
