// One film: the player or the progress, what can be done, the storyboard, the steps, and what happened.
import { html, useEffect, useRef, useState } from "./htm.mjs";
import { ask, readText, useLive } from "./api.mjs";
import { Act, ENDED, Heading, Poster, Progress, State, Trouble, ago, percent, roughly, stateOf, stepWords, titleOf } from "./parts.mjs";
import { Facts, Files, Record } from "./record.mjs";
import { Storyboard } from "./storyboard.mjs";
import { Replay, Timeline, historyAt, spanOf, stepsAt } from "./timeline.mjs";

const EARLY = 30_000;

/** An object URL of the captions, read with the token: another origin's `<track>` would be refused. */
function useCaptions(job) {
  const [url, setUrl] = useState(null);
  const has = Boolean(job.result.files.captions_vtt);
  useEffect(() => {
    if (!has) return undefined;
    let made = null, left = false;
    readText(`${job.links.self}/captions.vtt`).then((text) => {
      if (left) return;
      made = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
      setUrl(made);
    }, () => setUrl(null));
    return () => { left = true; if (made) URL.revokeObjectURL(made); };
  }, [job.job_id, has]);
  return url;
}

/** `start` is the second at which the film begins. */
export function Player({ job, again, title, start }) {
  const place = useRef(null);
  const { url, expires_at } = job.result.files.video;
  const [source, setSource] = useState({ url, expires_at });
  const captions = useCaptions(job);
  const failed = useRef(false);
  // Before anything is loaded this sets where the player begins.
  useEffect(() => { if (start > 0) place.current.currentTime = start; }, [start]);
  useEffect(() => {
    // Every read signs a new URL; the player takes one only when it needs it, because a new source starts from the beginning.
    const expired = Date.parse(source.expires_at) - Date.now() < EARLY;
    if (url === source.url || !(expired || failed.current)) return;
    const { currentTime, paused, readyState } = place.current;
    failed.current = false;
    // Without data the position could not be set again, and the film would stop.
    if (readyState > 0) place.current.preload = "metadata";
    place.current.addEventListener("loadedmetadata", () => {
      place.current.currentTime = currentTime;
      if (!paused) place.current.play();
    }, { once: true });
    setSource({ url, expires_at });
  });
  useEffect(() => {
    const timer = setTimeout(again, Math.max(0, Date.parse(source.expires_at) - Date.now() - EARLY / 2));
    return () => clearTimeout(timer);
  }, [source.expires_at]);
  const broken = () => { if (!failed.current) { failed.current = true; again(); } };
  return html`<video ref=${place} src=${source.url} poster=${job.result.files.thumbnail?.url} controls playsinline
      preload="none" aria-label=${`Film ${title}`} onError=${broken}>
    ${captions && html`<track kind="captions" label="Captions" src=${captions} srclang=${job.result.details.language ?? "en"} />`}
  </video>`;
}

/** Announce the progress in steps of 10 %, because a screen reader would read each percent. */
const Spoken = ({ job }) =>
  html`<p class="spoken" role="status">${job.status}, ${Math.floor(job.progress * 10) * 10} %</p>`;

const Waiting = ({ job }) => {
  const { low, high } = job.eta_interval_seconds ?? {};
  return html`<div class="waiting">
    <${Progress} name=${titleOf(job)} share=${job.progress} />
    <p>${percent(job.progress)} · ${job.progress_message || job.waiting_reason || "waiting"}
      ${job.position && html` · place ${job.position} in the queue`}
      ${job.eta_seconds !== null && html` · about ${roughly(job.eta_seconds)} left${low < high && ` (${roughly(low)} to ${roughly(high)})`}`}
    </p>
  </div>`;
};

const Failure = ({ error }) =>
  html`<div class="trouble"><strong>${error.code}</strong> ${error.message}
    <small dir="auto"> ${error.step ? `Step: ${stepWords(error.step)}. ` : ""}${error.retryable ? "The same request can succeed later: retry it." : "The same request fails again: change it."}</small></div>`;

/** Copies a text; says so until the next click. */
function Copy({ text, children }) {
  const [said, setSaid] = useState("");
  const copy = () => navigator.clipboard.writeText(text()).then(() => setSaid("Copied"), () => setSaid("The browser refused to copy"));
  return html`<span class="act"><button type="button" class="copy" onClick=${copy}>${children}</button><small role="status">${said}</small></span>`;
}

const curlOf = (path) => `curl -H "authorization: Bearer $TOKEN" "${new URL(path.slice(1), location.href.split("#")[0])}"`;

/** The address of this film at the moment that the player shows. */
function momentOf() {
  const moment = document.querySelector("video")?.currentTime ?? 0;
  const [path] = location.href.split("?t=");
  return moment > 0 ? `${path}?t=${moment.toFixed(1)}` : path;
}

/** The main button of a failed film is the one that can help. */
const Acts = ({ job, path, again }) => html`<p class="acts">
  ${!ENDED.has(job.status) && html`<${Act} sure="Yes, cancel it" run=${() => ask(path, { method: "DELETE" }).then(again)}>Cancel<//>`}
  ${job.status === "failed" && html`<${Act} kind=${job.error?.retryable ? "main" : ""} run=${() => ask(`${path}/retry`, { method: "POST" }).then(again)}>Retry<//>`}
  ${job.task_name === "generate_video" && html`<span class="act"><a class=${`button ${job.error && !job.error.retryable ? "main" : ""}`} href=${`#/new?again=${job.job_id}`}>Make again with changes</a></span>`}
  <${Copy} text=${() => job.job_id}>Copy id<//><${Copy} text=${() => curlOf(path)}>Copy curl<//>
  <${Copy} text=${momentOf}>${job.result?.files.video ? "Copy link to this moment" : "Copy link"}<//></p>`;

/** The newest picture of a film that has no video yet. */
const pictureOf = (job) => job.result?.files.thumbnail?.url ?? job.steps.findLast((step) => step.preview)?.preview.url;

/** The player, or a picture. A film that ended without either has no stage. */
const Stage = ({ job, again, title, start }) => {
  const { width = 9, height = 16 } = job.result?.details ?? {};
  return html`<div class=${width > height ? "stage wide" : "stage"} style=${{ "--shape": width / height }}>${job.result?.files.video
    ? html`<${Player} job=${job} again=${again} title=${title} start=${start} />`
    : html`<${Poster} url=${pictureOf(job)} busy=${job.status === "executing"} words="The first scene shows here." />`}</div>`;
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
    <${Record} job=${job} path=${path} history=${history} ended=${ENDED.has(job.status)} />`;
}

export default function Film({ id, filters }) {
  const path = `/api/v1/jobs/${encodeURIComponent(id)}`;
  const { data: job, error, at, again } = useLive(path, 2_000);
  const shown = useRef(0);
  if (!job) return html`<${Heading}>Film<//><${Trouble} error=${error} />${!error && html`<p aria-busy="true">Reading the film.</p>`}`;
  // Two readers may answer out of order; what has been shown never falls.
  shown.current = Math.max(shown.current, job.progress);
  const title = titleOf(job);
  const open = !ENDED.has(job.status), staged = open || job.result?.files.video || pictureOf(job);
  return html`<div class=${staged ? "film" : ""}>${staged && html`<${Stage} job=${job} again=${again} title=${title} start=${Number(filters.t) || 0} />`}<div>
    <${Heading}><span dir="auto">${title}</span><//>
    <p class="meta"><${State} word=${stateOf(job)} /> ${ago(job.created_at)}</p>
    <${Spoken} job=${job} />
    <${Trouble} error=${error} at=${at} />
    ${job.error && html`<${Failure} error=${job.error} />`}
    ${open && !job.approval_until && html`<${Waiting} job=${{ ...job, progress: shown.current }} />`}
    <${Acts} job=${job} path=${path} again=${again} />
    <${Facts} job=${job} />
    ${job.result && html`<${Files} files=${job.result.files} />`}
    <${Run} job=${job} path=${path} title=${title} again=${again} />
  </div></div>`;
}
