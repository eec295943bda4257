// One film: the player or the progress, the storyboard, the steps, and what happened.
import { html, useEffect, useRef, useState } from "./htm.mjs";
import { ask } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Act, Heading, Poster, Progress, State, Table, Trouble } from "./parts.mjs";
import { Player } from "./player.mjs";
import { Replay, historyAt, spanOf, stepsAt } from "./replay.mjs";
import { Storyboard } from "./storyboard.mjs";
import { Timeline } from "./timeline.mjs";
import { ENDED, ago, dollars, moment, percent, seconds, titleOf } from "./words.mjs";

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
    <ul class="chips">${Object.entries(files).map(([name, { url }]) => html`<li key=${name}><a href=${url}>${name.replaceAll("_", " ")}</a></li>`)}</ul>
  </section>`;

const History = ({ history }) => {
  const rows = history.map((row) => [row.sequence, moment(row.at), row.event, row.to_state.toLowerCase(), row.attempt]);
  return html`<details><summary>All ${rows.length} transitions</summary>
    <${Table} name="Transitions" columns=${["Time", "Event", "State", "Attempt"]} rows=${rows} /></details>`;
};

const SCORES = { coherence: "Coherence", pacing: "Pacing", emotional_arc: "Emotional arc" };

const Facts = ({ job }) => {
  const facts = [
    ["Cost", dollars(job.cost_usd)],
    ["Film", job.result?.duration ? seconds(job.result.duration) : null],
    ["Made in", job.duration ? seconds(job.duration) : null],
    ["Attempt", job.attempt > 1 ? job.attempt : null],
    ["Kept until", job.expires_at ? moment(job.expires_at) : null],
    ...Object.entries(SCORES).map(([name, words]) => {
      const score = job.result?.scores[name];
      return [words, score?.value == null ? null : html`${percent(score.value)} ${score.advice && html`<small dir="auto">${score.advice}</small>`}`];
    }),
    ...(job.result?.fallbacks ?? []).map((one) => ["Fallback", `${one.capability}: ${one.used} instead of ${one.asked}. ${one.reason}`]),
    ...job.warnings.map((one) => ["Note", one.message]),
    ["Id", html`<code>${job.job_id}</code>`],
  ];
  return html`<dl class="facts">${facts.filter(([, value]) => value !== null).map(([name, value]) =>
    html`<dt key=${name}>${name}</dt><dd>${value}</dd>`)}</dl>`;
};

const Stage = ({ job, again, title }) => {
  const wide = job.result?.details.width > job.result?.details.height;
  return html`<div class=${wide ? "stage wide" : "stage"}>${job.result?.files.video
    ? html`<${Player} job=${job} again=${again} title=${title} />`
    : html`<${Poster} url=${job.result?.files.thumbnail?.url ?? job.steps.findLast((step) => step.preview)?.preview.url} busy=${job.status === "executing"} />`}</div>`;
};

/** What was made, at the moment that the slider names. */
function Run({ job, path, title, again }) {
  const { data, again: readHistory } = useLive(`${path}/history`, 15_000);
  useEffect(readHistory, [job.state]);
  const [share, setShare] = useState(1);
  const history = data?.history ?? [];
  const { from, to } = spanOf(job, history);
  const now = from + (to - from) * share;
  const steps = share < 1 ? stepsAt(job.steps, now) : job.steps;
  return html`<div aria-busy=${!data}></div><${Storyboard} job=${job} path=${path} steps=${steps} version=${`${job.state} ${job.steps.length}`} readFilm=${again} />
    <${Timeline} job=${job} steps=${steps} history=${historyAt(history, now)} title=${title} from=${from} to=${to} now=${now} />
    ${job.steps.length > 0 && html`<${Replay} share=${share} set=${setShare} />`}
    <${History} history=${history} />`;
}

export default function Film({ id }) {
  const path = `/api/v1/jobs/${encodeURIComponent(id)}`;
  const { data: job, error, at, again } = useLive(path, 2_000);
  const shown = useRef(0);
  if (!job) return html`<${Heading}>Film<//><${Trouble} error=${error} />${!error && html`<p aria-busy="true">Reading the film.</p>`}`;
  // Two readers may answer out of order; what has been shown never falls.
  shown.current = Math.max(shown.current, job.progress);
  const title = titleOf(job);
  const open = !ENDED.has(job.status);
  return html`<div class="film"><${Stage} job=${job} again=${again} title=${title} /><div>
    <${Heading}><span dir="auto">${title}</span><//>
    <p class="meta"><${State} word=${job.approval_until ? "approval" : job.status} /> ${ago(job.created_at)}</p>
    <${Spoken} job=${job} />
    <${Trouble} error=${error} at=${at} />
    ${job.error && html`<${Failure} error=${job.error} />`}
    ${open && !job.approval_until && html`<${Waiting} job=${{ ...job, progress: shown.current }} />`}
    <p class="acts">
      ${open && html`<${Act} sure="Yes, cancel it" run=${() => ask(path, { method: "DELETE" }).then(again)}>Cancel<//>`}
      ${job.status === "failed" && html`<${Act} kind="main" run=${() => ask(`${path}/retry`, { method: "POST" }).then(again)}>Retry<//>`}
    </p>
    <${Facts} job=${job} />
    ${job.result && html`<${Files} files=${job.result.files} />`}
    <${Run} job=${job} path=${path} title=${title} again=${again} />
  </div></div>`;
}
